#include "ingest/archive.h"

#include <libxml/xmlreader.h>
#include <zip.h>

#include <algorithm>
#include <vector>

namespace isnad::ingest {
namespace {

// A member of more than this is no article; more members than this are no archive of news.
constexpr std::size_t kLargestMember = std::size_t{64} << 20;
constexpr zip_int64_t kMostMembers = 1'000'000;

struct ZipClose {
  void operator()(zip_t* z) const { zip_discard(z); }
};

class MemberSource final : public ByteSource {
 public:
  explicit MemberSource(zip_file_t* file) : file_(file) {}
  ~MemberSource() override { zip_fclose(file_); }
  std::size_t read(char* to, std::size_t size) override {
    const zip_int64_t got = zip_fread(file_, to, size);
    if (got < 0) error_ = std::string("zip: ") + zip_file_strerror(file_);
    return got < 0 ? 0 : static_cast<std::size_t>(got);
  }
  const std::string& error() const override { return error_; }

 private:
  zip_file_t* file_;
  std::string error_;
};

}  // namespace

void read_zip(std::string bytes, const std::string& where,
              const std::function<bool(const std::string&, Result<std::unique_ptr<ByteSource>>)>& each) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  const std::unique_ptr<zip_t, ZipClose> archive(source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error));
  if (!archive) {
    if (source != nullptr) zip_source_free(source);
    each("", fail(where, std::string("zip: ") + zip_error_strerror(&error)));
    zip_error_fini(&error);
    return;
  }
  zip_error_fini(&error);
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (count > kMostMembers) {
    each("", fail(where, "zip: more than a million files"));
    return;
  }
  std::vector<std::pair<std::string, zip_uint64_t>> members;
  for (zip_int64_t i = 0; i < count; ++i)
    if (const char* name = zip_get_name(archive.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS); name != nullptr)
      if (const std::string path = name; !path.empty() && path.back() != '/') members.emplace_back(path, static_cast<zip_uint64_t>(i));
  std::sort(members.begin(), members.end());
  for (const auto& [path, index] : members) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive.get(), index, 0, &stat) == 0 && (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
        stat.encryption_method != ZIP_EM_NONE) {
      if (!each(path, fail(where + "/" + path, "zip: encrypted"))) return;
      continue;
    }
    // Its own word for its size is not to be trusted, so reading it is bounded as well.
    if ((stat.valid & ZIP_STAT_SIZE) != 0 && (stat.valid & ZIP_STAT_COMP_SIZE) != 0 && stat.size > kLargestMember && stat.comp_size > 0 &&
        stat.size / stat.comp_size > 300) {
      if (!each(path, fail(where + "/" + path, "compressed data that grows more than 300 times: refused"))) return;
      continue;
    }
    zip_file_t* file = zip_fopen_index(archive.get(), index, 0);
    if (file == nullptr) {
      if (!each(path, fail(where + "/" + path, std::string("zip: ") + zip_strerror(archive.get())))) return;
      continue;
    }
    if (!each(path, std::make_unique<MemberSource>(file))) return;
  }
}

Result<std::string> docx_text(std::string_view xml, const std::string& where) {
  const std::unique_ptr<xmlTextReader, void (*)(xmlTextReader*)> reader(
      xmlReaderForMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      xmlFreeTextReader);
  if (!reader) return fail(where, "XML: no memory");
  std::string out;
  bool text = false;
  int status = 0;
  while ((status = xmlTextReaderRead(reader.get())) == 1) {
    const xmlChar* raw = xmlTextReaderConstLocalName(reader.get());
    const std::string_view name = raw == nullptr ? "" : reinterpret_cast<const char*>(raw);
    switch (xmlTextReaderNodeType(reader.get())) {
      case XML_READER_TYPE_ELEMENT:
        if (name == "t") text = xmlTextReaderIsEmptyElement(reader.get()) == 0;
        else if (name == "tab") out += ' ';
        else if (name == "br" && !out.empty()) out += '\n';
        break;
      case XML_READER_TYPE_TEXT:
      case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        if (text)
          if (const xmlChar* value = xmlTextReaderConstValue(reader.get())) out += reinterpret_cast<const char*>(value);
        break;
      case XML_READER_TYPE_END_ELEMENT:
        if (name == "t") text = false;
        else if (name == "p" && !out.empty() && out.back() != '\n') out += '\n';
        break;
      default: break;
    }
  }
  if (status < 0) return fail(where, "broken XML in the document");
  return out;
}

}  // namespace isnad::ingest
