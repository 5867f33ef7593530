// read, read_many, read_files, read_bytes. Reading runs in threads of the library, without the interpreter's lock.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <variant>

#include "bindings.h"
#include "documents.h"
#include "ingest/pipeline.h"
#include "ingest/source.h"
#include "isnad/isnad.h"

namespace isnad::python {
namespace {

using Made = std::variant<std::monostate, Shared, Error>;

enum class OnError { raise, skip, yield };

OnError on_error(const std::string& word) {
  if (word == "raise") return OnError::raise;
  if (word == "skip") return OnError::skip;
  if (word == "return") return OnError::yield;
  throw nb::value_error(("errors=\"" + word + "\": expected \"raise\", \"skip\" or \"return\"").c_str());
}

unsigned threads_of(std::optional<int> jobs) {
  if (!jobs) return std::max(1u, std::thread::hardware_concurrency());
  if (*jobs < 1 || *jobs > 256) throw nb::value_error("jobs: expected 1 to 256");
  return static_cast<unsigned>(*jobs);
}

Shared held(Document document, bool undated) {
  if (undated) document.published.reset();
  return std::make_shared<const Held>(read(document));
}

/// Gives a finished item to Python; nothing if it is an error that is to be skipped.
nb::object give(Made made, OnError errors) {
  if (auto* const record = std::get_if<Shared>(&made)) return nb::cast(RecordView{std::move(*record)});
  const Error& error = std::get<Error>(made);
  if (errors == OnError::raise) raise(error);
  return errors == OnError::yield ? error_object(error) : nb::object();
}

// Waits with the interpreter's lock released, and now and then looks whether Ctrl-C was pressed.
template <class Ready>
void wait(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, Ready ready) {
  constexpr auto kLook = std::chrono::milliseconds(100);
  while (!changed.wait_for(lock, kLook, ready)) {
    lock.unlock();
    {
      const nb::gil_scoped_acquire locked;
      if (PyErr_CheckSignals() != 0) throw nb::python_error();
    }
    lock.lock();
  }
}

// The records of what an iterable gives. The iterable is asked in the thread that asks for records, and never for more than
// is under way at once, so that an endless one works. Results come in its order.
class Many {
 public:
  Many(nb::iterable items, unsigned jobs, OnError errors, bool undated)
      : items_(nb::iter(items)), errors_(errors), window_(jobs < 2 ? 1 : kAhead * jobs) {
    auto work = [undated](Document document, std::size_t) { return held(std::move(document), undated); };
    auto write = [this](Shared& record) {
      {
        const std::lock_guard lock(mutex_);
        ready_.push_back(std::move(record));
      }
      changed_.notify_one();
      return true;
    };
    pipeline_ = std::make_unique<ingest::Pipeline<Shared>>(jobs, work, write);
  }
  ~Many() {
    const nb::gil_scoped_release unlocked;
    pipeline_.reset();
  }
  Many(const Many&) = delete;

  nb::object next() {
    for (;;) {
      fill();
      if (under_way_.empty()) {
        if (broken_.is_valid()) {  // what the iterable raised, after the records before it
          const nb::object raised = std::move(broken_);
          PyErr_SetObject(raised.type().ptr(), raised.ptr());
          throw nb::python_error();
        }
        throw nb::stop_iteration();
      }
      Made made;
      if (under_way_.front()) {
        made = std::move(*under_way_.front());
      } else {
        const nb::gil_scoped_release unlocked;
        std::unique_lock lock(mutex_);
        wait(lock, changed_, [&] { return !ready_.empty(); });
        made = std::move(ready_.front());
        ready_.pop_front();
      }
      under_way_.pop_front();
      nb::object out = give(std::move(made), errors_);
      if (out.is_valid()) return out;
    }
  }

 private:
  static constexpr std::size_t kAhead = 8;  // documents a thread

  void fill() {
    while (!ended_ && under_way_.size() < window_) {
      PyObject* const item = PyIter_Next(items_.ptr());
      if (item == nullptr) {
        ended_ = true;
        if (PyErr_Occurred() != nullptr) {
          nb::python_error raised;  // takes it
          broken_ = nb::borrow(raised.value());
        }
        return;
      }
      const nb::object owned = nb::steal(item);
      auto document = to_document(owned, place_of(owned, ++given_));
      if (!document) {
        under_way_.emplace_back(document.error());
        continue;
      }
      const nb::gil_scoped_release unlocked;
      pipeline_->give(std::move(*document));
      under_way_.emplace_back();
    }
  }

  nb::object items_, broken_;
  OnError errors_;
  std::size_t window_, given_ = 0;
  bool ended_ = false;
  std::deque<std::optional<Error>> under_way_;  // in order: an error, or nothing where the pipeline makes a record
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Shared> ready_;
  std::unique_ptr<ingest::Pipeline<Shared>> pipeline_;
};

// The records of files or bytes. A thread of its own reads them, as far ahead as the window allows. An error comes where it stands
// among the documents.
class Files {
 public:
  using Read = std::function<void(const ingest::Sink&)>;
  Files(Read read_all, unsigned jobs, OnError errors, bool undated) : errors_(errors) {
    thread_ = std::thread([this, read_all = std::move(read_all), jobs, undated] {
      ingest::Pipeline<Shared> pipeline(
          jobs, [undated](Document document, std::size_t) { return held(std::move(document), undated); },
          [this](Shared& record) { return put(std::move(record)); });
      std::size_t given = 0;
      ingest::Sink sink;
      sink.document = [&](Document document) {
        ++given;
        return pipeline.give(std::move(document));
      };
      sink.error = [&](const Error& error) {
        const std::lock_guard lock(mutex_);
        errors_waiting_.emplace_back(given, error);
      };
      read_all(sink);
      pipeline.finish();
      const std::lock_guard lock(mutex_);
      finished_ = true;
      changed_.notify_all();
    });
  }
  ~Files() {
    const nb::gil_scoped_release unlocked;
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  Files(const Files&) = delete;

  nb::object next() {
    for (;;) {
      Made made;
      {
        const nb::gil_scoped_release unlocked;
        std::unique_lock lock(mutex_);
        wait(lock, changed_, [&] { return finished_ || !ready_.empty(); });
        if (!errors_waiting_.empty() && (errors_waiting_.front().first <= taken_ || ready_.empty())) {
          made = std::move(errors_waiting_.front().second);
          errors_waiting_.pop_front();
        } else if (!ready_.empty()) {
          made = std::move(ready_.front());
          ready_.pop_front();
          ++taken_;
          changed_.notify_all();
        }
      }
      if (std::holds_alternative<std::monostate>(made)) throw nb::stop_iteration();
      nb::object out = give(std::move(made), errors_);
      if (out.is_valid()) return out;
    }
  }

 private:
  static constexpr std::size_t kReady = 16;  // records that wait to be taken

  bool put(Shared record) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || ready_.size() < kReady; });
    if (stopped_) return false;
    ready_.push_back(std::move(record));
    changed_.notify_all();
    return true;
  }

  OnError errors_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Shared> ready_;
  std::deque<std::pair<std::size_t, Error>> errors_waiting_;  // with how many documents came before
  std::size_t taken_ = 0;
  bool finished_ = false, stopped_ = false;
  std::thread thread_;
};

template <class T>
void iterator_class(nb::module_& m, const char* name) {
  nb::class_<T>(m, name, "Records, one after the other.")
      .def(
          "__iter__", [](nb::handle self) { return nb::borrow(self); }, nb::sig("def __iter__(self) -> typing.Self"))
      .def("__next__", &T::next, nb::sig("def __next__(self) -> Record"));
}

std::string optional_text(const std::optional<std::string>& value) { return value.value_or(std::string()); }

}  // namespace

void bind_reading(nb::module_& m) {
  m.def(
      "read",
      [](nb::str text, nb::object published, std::optional<std::string> title, std::optional<std::string> outlet,
         std::optional<std::string> url, std::optional<std::string> id, std::optional<std::string> path) {
        const std::string where = path ? *path : id ? *id : "text";
        Document document = value_or_raise(to_document(text, where));
        document.published = value_or_raise(published_of(published, where));
        if (title) document.title = std::move(*title);
        document.outlet = optional_text(outlet), document.url = optional_text(url);
        document.id = optional_text(id), document.path = optional_text(path);
        const nb::gil_scoped_release unlocked;
        return RecordView{held(std::move(document), false)};
      },
      nb::arg("text"), nb::arg("published") = nb::none(), nb::kw_only(), nb::arg("title") = nb::none(), nb::arg("outlet") = nb::none(),
      nb::arg("url") = nb::none(), nb::arg("id") = nb::none(), nb::arg("path") = nb::none(),
      nb::sig("def read(text: str, published: str | datetime.date | None = None, *, title: str | None = None, outlet: str | None = None, "
              "url: str | None = None, id: str | None = None, path: str | None = None) -> Record"),
      "The record of one article.\n\n"
      "published: ISO date or date; without it the date is told from the text. title: without it, the text's first line is the title\n"
      "if it looks like one, as in a text file; \"\" is none. Raises Error on what is empty or not Arabic.");

  iterator_class<Many>(m, "_Many");
  iterator_class<Files>(m, "_Files");

  m.def(
      "read_many",
      [](nb::iterable articles, std::optional<int> jobs, const std::string& errors, bool undated) {
        return std::make_unique<Many>(articles, threads_of(jobs), on_error(errors), undated);
      },
      nb::arg("articles"), nb::arg("jobs") = nb::none(), nb::kw_only(), nb::arg("errors") = "raise", nb::arg("undated") = false,
      nb::sig(
          "def read_many(articles: collections.abc.Iterable[str | collections.abc.Mapping[str, typing.Any]], jobs: int | None = None, *, "
          "errors: typing.Literal['raise', 'skip', 'return'] = 'raise', undated: bool = False) -> collections.abc.Iterator[Record]"),
      "The records of many articles, in their order, read by `jobs` threads (default: as many as the machine has).\n\n"
      "An article is a text or a mapping with the fields of article JSON: text, title, published, source, url, id. At most 8 a thread\n"
      "are in memory at once. errors: \"raise\" at what cannot be read, \"skip\" it, or \"return\" the Error in its place.\n"
      "undated: tell all dates from the text.");

  m.def(
      "read_files",
      [](nb::args paths, std::optional<int> jobs, const std::string& errors, bool undated) {
        std::vector<std::string> all;
        const nb::object as_path = nb::module_::import_("os").attr("fsencode");
        for (nb::handle path : paths) {
          const auto bytes = nb::cast<nb::bytes>(as_path(path));
          all.emplace_back(bytes.c_str(), bytes.size());
        }
        return std::make_unique<Files>([all](const ingest::Sink& sink) { ingest::read_paths(all, sink); }, threads_of(jobs),
                                       on_error(errors), undated);
      },
      nb::arg("paths"), nb::kw_only(), nb::arg("jobs") = nb::none(), nb::arg("errors") = "raise", nb::arg("undated") = false,
      nb::sig("def read_files(*paths: str | os.PathLike[str], jobs: int | None = None, errors: typing.Literal['raise', 'skip', 'return'] = "
              "'raise', undated: bool = False) -> collections.abc.Iterator[Record]"),
      "The records of files and folders: whatever `isnad read` takes, in the same order. Otherwise as read_many.");

  m.def(
      "read_bytes",
      [](nb::bytes data, const std::string& name, std::optional<int> jobs, const std::string& errors, bool undated) {
        return std::make_unique<Files>(
            [bytes = std::string(data.c_str(), data.size()), name](const ingest::Sink& sink) { ingest::read_bytes(bytes, name, sink); },
            threads_of(jobs), on_error(errors), undated);
      },
      nb::arg("data"), nb::arg("name"), nb::kw_only(), nb::arg("jobs") = 1, nb::arg("errors") = "raise", nb::arg("undated") = false,
      nb::sig(
          "def read_bytes(data: bytes, name: str, *, jobs: int | None = 1, errors: typing.Literal['raise', 'skip', 'return'] = 'raise', "
          "undated: bool = False) -> collections.abc.Iterator[Record]"),
      "The records of a file's content that is in memory: a web page, a feed, a web archive, a Word document …\n"
      "`name` stands for its path in records and errors.");
}

}  // namespace isnad::python
