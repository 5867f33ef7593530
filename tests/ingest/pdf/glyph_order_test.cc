#include "ingest/pdf/glyph_order.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <zlib.h>

namespace isnad::ingest::pdf {
namespace {

std::string stream(const std::string& bytes, const std::string& dictionary = "") {
  return "4 0 obj\n<< " + dictionary + " >>\nstream\n" + bytes + "\nendstream\nendobj\n";
}

std::string map(const std::string& inside) {
  return "begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + inside + "\nendcmap";
}

std::string packed(const std::string& bytes) {
  std::string out(compressBound(bytes.size()), '\0');
  uLongf size = out.size();
  compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 1);
  out.resize(size);
  return out;
}

std::string unpacked(const std::string& bytes) {
  std::string out(100000, '\0');
  uLongf size = out.size();
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()), Z_OK);
  out.resize(size);
  return out;
}

TEST(GlyphOrder, TurnsTheLettersOfAGlyphAround) {
  std::string file = stream(map("2 beginbfchar\n<0001> <06440627>\n<0002> <0645>\nendbfchar"));
  EXPECT_EQ(turn_glyphs(file), 1u);
  EXPECT_EQ(file, stream(map("2 beginbfchar\n<0001> <06270644>\n<0002> <0645>\nendbfchar")));
}

TEST(GlyphOrder, LeavesCodesRangesAndOtherScripts) {
  const std::string before =
      stream(map("1 beginbfchar\n<06440627> <0041>\n<0002> <00660069>\nendbfchar\n1 beginbfrange\n<0003> <0009> <06440627>\nendbfrange"));
  std::string file = before;
  EXPECT_EQ(turn_glyphs(file), 0u);
  EXPECT_EQ(file, before);
}

TEST(GlyphOrder, TurnsRangesOfOneAndLists) {
  std::string file = stream(map("2 beginbfrange\n<0003> <0003> <06440627>\n<0004> <0005> [<06440623> <064406440647>]\nendbfrange"));
  turn_glyphs(file);
  EXPECT_EQ(file, stream(map("2 beginbfrange\n<0003> <0003> <06270644>\n<0004> <0005> [<06230644> <064706440644>]\nendbfrange")));
}

TEST(GlyphOrder, TurnsActualText) {
  std::string file = stream("/Span<</ActualText <FEFF062C0651> >> BDC <0074> Tj EMC /Span<</ActualText <FEFF0041> >> BDC");
  turn_glyphs(file);
  EXPECT_EQ(file, stream("/Span<</ActualText <FEFF0651062C> >> BDC <0074> Tj EMC /Span<</ActualText <FEFF0041> >> BDC"));
}

TEST(GlyphOrder, TurnsInsideCompressedStreamsWithoutMovingAnything) {
  const std::string head = stream("first"), tail = stream("last");
  const std::string inside = packed(map("1 beginbfchar\n<0001> <06440627>\nendbfchar"));
  std::string file = head + stream(inside, "/Filter /FlateDecode") + tail;
  const std::size_t size = file.size();
  EXPECT_EQ(turn_glyphs(file), 1u);
  EXPECT_EQ(file.size(), size);
  EXPECT_TRUE(file.ends_with(tail));
  const std::size_t begin = file.find("stream\n", head.size()) + 7;
  EXPECT_NE(unpacked(file.substr(begin, inside.size())).find("<0001> <06270644>"), std::string::npos);
}

TEST(GlyphOrder, LeavesEncryptedFilesPicturesAndFonts) {
  for (const char* mark : {"/Encrypt", "/Subtype /Image", "/Length1 10"}) {
    std::string file = stream(map("1 beginbfchar\n<0001> <06440627>\nendbfchar"), mark);
    EXPECT_EQ(turn_glyphs(file), 0u) << mark;
  }
}

TEST(GlyphOrder, ManyStreamsThatGrowEndSoon) {
  const std::string bomb = stream(packed(std::string(40 << 20, 'x')), "/Filter /FlateDecode");
  std::string file;
  for (int i = 0; i < 100; ++i) file += bomb;
  EXPECT_EQ(turn_glyphs(file), 0u);
}

TEST(GlyphOrder, TakesAnyBytes) {
  rc::check("any bytes keep their length", [](const std::string& noise) {
    std::string file = "stream\n" + noise + "beginbfchar <" + noise + "> <0644" + noise;
    const std::size_t size = file.size();
    turn_glyphs(file);
    RC_ASSERT(file.size() == size);
  });
}

}  // namespace
}  // namespace isnad::ingest::pdf
