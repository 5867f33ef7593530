#include "ingest/warc.h"

#include <gtest/gtest.h>

namespace isnad::ingest {
namespace {

const Headers kResponse{
    {"warc-type", "response"}, {"warc-target-uri", "<http://example.org/1>"}, {"content-type", "application/http; msgtype=response"}};

std::optional<WarcRecord> record(const Headers& header, const std::string& block) {
  const auto r = warc_record(header, block, "a.warc");
  EXPECT_TRUE(r);
  return r ? *r : std::nullopt;
}

TEST(Warc, HeadersAreNamesAndValues) {
  const Headers h = parse_headers("WARC-Type: response\r\nX: a: b\r\nno colon\r\n\r\nY: c\r\n");
  EXPECT_EQ(h, (Headers{{"warc-type", "response"}, {"x", "a: b"}}));
}

TEST(Warc, TakesThePageOutOfItsAnswer) {
  const auto r = record(kResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n<html>");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->url, "http://example.org/1");
  EXPECT_EQ(r->body, "<html>");
}

TEST(Warc, PutsChunksTogether) {
  const auto r = record(
      kResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<ht\r\n3\r\nml>\r\n0\r\n\r\n");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->body, "<html>");
}

TEST(Warc, KeepsWhatOnlySaysThatItIsChunked) {
  const auto r = record(kResponse, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n<html>");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->body, "<html>");
}

TEST(Warc, PassesOverWhatIsNoPage) {
  EXPECT_FALSE(record(kResponse, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>"));
  EXPECT_FALSE(record(kResponse, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx"));
  EXPECT_FALSE(record({{"warc-type", "request"}}, "GET / HTTP/1.1\r\n\r\n"));
  EXPECT_FALSE(record({{"warc-type", "revisit"}, {"content-type", "application/http"}}, "HTTP/1.1 200 OK\r\n\r\n"));
}

TEST(Warc, TakesResourcesAsTheyAre) {
  const auto r = record({{"warc-type", "conversion"}, {"content-type", "text/plain"}}, "كلام");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->body, "كلام");
}

TEST(Warc, SaysWhatIsBroken) {
  const auto r = warc_record(kResponse, "no http", "a.warc: record 3");
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().text(), "a.warc: record 3: WARC: a response without HTTP");
}

}  // namespace
}  // namespace isnad::ingest
