#include "link/item_bytes.h"

#include <cstring>

namespace isnad::link {
namespace {

class Writer {
 public:
  std::string out;
  void u8(std::uint8_t n) { out.push_back(static_cast<char>(n)); }
  void u32(std::uint32_t n) { raw(&n, 4); }
  void i64(long n) {
    const std::int64_t v = n;
    raw(&v, 8);
  }
  void f32(float f) { raw(&f, 4); }
  void text(std::string_view s) {
    u32(static_cast<std::uint32_t>(s.size()));
    out.append(s);
  }
  template <class T, class Each>
  void list(const std::vector<T>& items, Each each) {
    u32(static_cast<std::uint32_t>(items.size()));
    for (const T& t : items) each(t);
  }
  void terms(const Terms& t) {
    list(t, [&](const Term& x) { u32(x.id), f32(x.weight); });
  }
  void days(const std::optional<Days>& d) {
    u8(d ? 1 : 0);
    if (d) i64(d->from), i64(d->to);
  }
  void document(const DocumentItem& d) {
    text(d.id), text(d.outlet), days(d.published);
    list(d.shingles, [&](std::uint32_t s) { u32(s); });
    u32(d.shingle_count), terms(d.terms);
  }
  void identity(const Identity& i) {
    u8(static_cast<std::uint8_t>(i.kind));
    text(i.name);
    list(i.words, [&](const std::string& w) { text(w); });
    text(i.country), text(i.reference);
  }

 private:
  void raw(const void* p, std::size_t n) { out.append(static_cast<const char*>(p), n); }
};

// After the first thing that does not fit, everything is empty and bad() is true.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool bad() const { return bad_; }
  bool at_end() const { return rest_.empty(); }
  std::uint8_t u8() { return number<std::uint8_t>(); }
  std::uint32_t u32() { return number<std::uint32_t>(); }
  long i64() { return static_cast<long>(number<std::int64_t>()); }
  float f32() { return number<float>(); }
  std::string text() {
    const std::uint32_t n = u32();
    if (n > rest_.size()) return fail(), std::string();
    std::string s(rest_.substr(0, n));
    rest_.remove_prefix(n);
    return s;
  }
  template <class T, class Each>
  void list(std::vector<T>& out, Each each) {
    const std::uint32_t n = u32();
    if (n > rest_.size()) return fail();  // every element has a byte at least
    out.reserve(n);
    for (std::uint32_t i = 0; i < n && !bad_; ++i) out.push_back(each());
  }
  Terms terms() {
    Terms out;
    list(out, [&] {
      Term t;
      t.id = u32(), t.weight = f32();
      return t;
    });
    return out;
  }
  std::optional<Days> days() {
    if (u8() == 0) return std::nullopt;
    Days d;
    d.from = i64(), d.to = i64();
    return d;
  }
  template <class Enum>
  Enum one_of(Enum last) {
    const std::uint8_t n = u8();
    if (n > static_cast<std::uint8_t>(last)) fail();
    return bad_ ? Enum{} : static_cast<Enum>(n);
  }
  DocumentItem document() {
    DocumentItem d;
    d.id = text(), d.outlet = text(), d.published = days();
    list(d.shingles, [&] { return u32(); });
    d.shingle_count = u32(), d.terms = terms();
    return d;
  }
  Identity identity() {
    Identity i;
    i.kind = one_of(PartyKind::place);
    i.name = text();
    list(i.words, [&] { return text(); });
    i.country = text(), i.reference = text();
    return i;
  }
  void fail() {
    bad_ = true;
    rest_ = {};
  }

 private:
  std::string_view rest_;
  bool bad_ = false;

  template <class T>
  T number() {
    T n{};
    if (rest_.size() < sizeof n) return fail(), T{};
    std::memcpy(&n, rest_.data(), sizeof n);
    rest_.remove_prefix(sizeof n);
    return n;
  }
};

tl::unexpected<Error> other_version(std::uint32_t version) {
  return fail("items of a report", "version " + std::to_string(version) + ", expected " + std::to_string(kItemVersion));
}

}  // namespace

std::string to_bytes(const ReportItems& items) {
  Writer w;
  w.u32(kItemVersion);
  w.document(items.document);
  w.list(items.claims, [&](const ClaimItem& c) {
    w.identity(c.speaker);
    w.list(c.chain, [&](const Identity& i) { w.identity(i); });
    w.u8(static_cast<std::uint8_t>(c.act)), w.u8(c.tentative ? 1 : 0);
    w.list(c.name, [&](TermId t) { w.u32(t); }), w.terms(c.content);
  });
  w.list(items.contacts, [&](const ContactItem& c) {
    w.u8(static_cast<std::uint8_t>(c.kind)), w.u8(static_cast<std::uint8_t>(c.status));
    w.list(c.parties, [&](const Identity& i) { w.identity(i); });
    w.list(c.according_to, [&](const Identity& i) { w.identity(i); });
    w.u8(c.venue ? 1 : 0);
    if (c.venue) w.identity(*c.venue);
    w.u32(c.statement ? *c.statement + 1 : 0), w.days(c.days), w.terms(c.words);
  });
  w.list(items.relations, [&](const InnerLink& l) { w.u8(static_cast<std::uint8_t>(l.type)), w.u32(l.from), w.u32(l.to); });
  return std::move(w.out);
}

std::string to_bytes(const DocumentItem& item) {
  Writer w;
  w.u32(kItemVersion), w.document(item);
  return std::move(w.out);
}

Result<DocumentItem> document_from_bytes(std::string_view bytes) {
  Reader r(bytes);
  if (const std::uint32_t version = r.u32(); version != kItemVersion) return other_version(version);
  DocumentItem out = r.document();
  if (r.bad() || !r.at_end()) return fail("items of a report", "damaged");
  return out;
}

Result<ReportItems> items_from_bytes(std::string_view bytes) {
  Reader r(bytes);
  ReportItems out;
  if (const std::uint32_t version = r.u32(); version != kItemVersion) return other_version(version);
  out.document = r.document();
  r.list(out.claims, [&] {
    ClaimItem c;
    c.speaker = r.identity();
    r.list(c.chain, [&] { return r.identity(); });
    c.act = r.one_of(Act::no_comment), c.tentative = r.u8() != 0;
    r.list(c.name, [&] { return r.u32(); }), c.content = r.terms();
    return c;
  });
  r.list(out.contacts, [&] {
    ContactItem c;
    c.kind = r.one_of(ContactKind::relations), c.status = r.one_of(ContactStatus::cancelled);
    r.list(c.parties, [&] { return r.identity(); });
    r.list(c.according_to, [&] { return r.identity(); });
    if (r.u8() != 0) c.venue = r.identity();
    if (const std::uint32_t s = r.u32(); s != 0) c.statement = s - 1;
    c.days = r.days(), c.words = r.terms();
    return c;
  });
  r.list(out.relations, [&] {
    InnerLink l;
    l.type = r.one_of(RelationType::repeats), l.from = r.u32(), l.to = r.u32();
    return l;
  });
  if (r.bad() || !r.at_end()) return fail("items of a report", "damaged");
  for (const ContactItem& c : out.contacts)
    if (c.statement && *c.statement >= out.claims.size()) return fail("items of a report", "damaged");
  for (const InnerLink& l : out.relations)
    if (l.from >= out.claims.size() || l.to >= out.claims.size()) return fail("items of a report", "damaged");
  return out;
}

}  // namespace isnad::link
