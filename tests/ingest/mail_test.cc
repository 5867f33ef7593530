#include "ingest/mail.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/utf8.h"
#include "ingest/mime.h"

namespace isnad::ingest {
namespace {

TEST(Mime, DecodesBase64) {
  EXPECT_EQ(mime::from_base64("2YLYp9mE"), "قال");
  EXPECT_EQ(mime::from_base64("2YLY\r\np9mE"), "قال");
  EXPECT_EQ(mime::from_base64("YQ==YWI="), "aab");
  EXPECT_EQ(mime::from_base64("!!"), "");
}

TEST(Mime, DecodesQuotedPrintable) {
  EXPECT_EQ(mime::from_quoted_printable("=D9=82=D8=\r\n=A7=D9=84 =\r\nx  \r\ny"), "قال x\ny");
  EXPECT_EQ(mime::from_quoted_printable("a=3Db=ZZ="), "a=b=ZZ");
  EXPECT_EQ(mime::from_quoted_printable("a_b=5F", true), "a b_");
}

TEST(Mime, DecodesHeaders) {
  EXPECT_EQ(mime::header_text(" =?UTF-8?B?2YLYp9mE?= x"), "قال x");
  EXPECT_EQ(mime::header_text("=?windows-1256?Q?=DE=C7=E1?="), "قال");
  // A letter in two pieces, over a folded line.
  EXPECT_EQ(mime::header_text("=?UTF-8?Q?=D9=82=D8?=\r\n =?UTF-8?Q?=A7=D9=84_?= =?UTF-8?Q?x?="), "قال x");
  EXPECT_EQ(mime::header_text("قال =?x"), "قال =?x");
  EXPECT_EQ(mime::header_text("=?no-such-set?B?2YLYp9mE?="), "قال");
}

TEST(Mime, ReadsParameters) {
  const mime::Field f = mime::parse_field("Text/HTML; Charset=\"UTF-8\"; boundary = a\\b ;x");
  EXPECT_EQ(f.value, "text/html");
  EXPECT_EQ(f["charset"], "UTF-8");
  EXPECT_EQ(f["boundary"], "a\\b");
  EXPECT_EQ(f["none"], "");
  EXPECT_EQ(mime::parse_field("attachment; filename*=UTF-8''%D9%82%D8%A7%D9%84.pdf")["filename"], "قال.pdf");
  EXPECT_EQ(mime::parse_field("attachment; filename*0*=UTF-8''%D9%82%D8; filename*1*=%A7; filename*2=\".pdf\"")["filename"], "قا.pdf");
  EXPECT_EQ(mime::parse_field("attachment; filename=\"=?UTF-8?B?2YLYp9mE?=\"")["filename"], "قال");
}

TEST(Mail, IsSeenFromItsHeader) {
  EXPECT_TRUE(is_mail("Received: x\r\n y\r\nFrom: a@example.org\r\n\r\nx"));
  EXPECT_TRUE(is_mail("Date: x\nSubject: y\n\nx"));
  EXPECT_FALSE(is_mail("Note: x\nFrom: y\n\nx"));
  EXPECT_FALSE(is_mail("From: a\nTo: b\nقال\n\nx"));
  EXPECT_FALSE(is_mail("From: a\nTo: b"));
  EXPECT_FALSE(is_mail(""));
  EXPECT_TRUE(is_mailbox("From a@example.org Sun Nov 24 10:00:00 2013\nFrom: a\nTo: b\n\nx"));
  EXPECT_FALSE(is_mailbox("From a\nx"));
}

TEST(Mail, TakesWhatTheHeaderSays) {
  const Mail m = read_mail(
      "From: =?UTF-8?B?2YjZg9in2YTYqQ==?= <news@example.org>\r\nDate: Sun, 24 Nov 2013 23:30:00 -0500\r\nSubject: "
      "=?UTF-8?B?2KzZiNmE2Kk=?=\r\n"
      "Message-ID: <1@example.org>\r\nArchived-At: <http://example.org/1>\r\n\r\nقال\r\nثم\r\n");
  EXPECT_EQ(m.document.title, "جولة");
  EXPECT_EQ(m.document.outlet, "وكالة");
  EXPECT_EQ(m.document.id, "1@example.org");
  EXPECT_EQ(m.document.url, "http://example.org/1");
  ASSERT_TRUE(m.document.published);
  EXPECT_EQ(m.document.published->to_string(), "2013-11-24");
  EXPECT_EQ(m.document.text, "قال\nثم");
}

TEST(Mail, SendersAreNamesAndNotAddresses) {
  const auto outlet = [](const std::string& from) { return read_mail("From: " + from + "\nTo: x\n\nx").document.outlet; };
  EXPECT_EQ(outlet("\"وكالة المثال\" <a@example.org>"), "وكالة المثال");
  EXPECT_EQ(outlet("a@example.org (وكالة)"), "وكالة");
  EXPECT_EQ(outlet("a@example.org"), "");
  EXPECT_EQ(outlet("\"a@example.org\" <a@example.org>"), "");
}

std::string multipart(const std::string& kind, const std::string& parts) {
  return "From: a\nTo: b\nContent-Type: multipart/" + kind + "; boundary=\"=x\"\n\npreamble\n" + parts + "--=x--\nepilogue\n";
}

TEST(Mail, TakesTheTextThatHasMoreWords) {
  const std::string plain = "--=x\nContent-Type: text/plain; charset=utf-8\n\nقال الوزير\n";
  const std::string html = "--=x\nContent-Type: text/html; charset=utf-8\n\n<p>قال الوزير إن الوفد وصل</p>\n";
  EXPECT_EQ(read_mail(multipart("alternative", plain + html)).document.text, "قال الوزير إن الوفد وصل");
  EXPECT_EQ(read_mail(multipart("alternative", plain)).document.text, "قال الوزير");
}

TEST(Mail, GivesAttachmentsApart) {
  const Mail m = read_mail(multipart(
      "mixed",
      "--=x\n\nقال\n"
      "--=x\nContent-Type: application/pdf; name=\"a.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0x\nLjQ=\n"
      "--=x\nContent-Type: text/plain; charset=windows-1256\nContent-Disposition: attachment; filename=\"../../b.txt\"\n\n\xDE\xC7\xE1\n"
      "--=x\nContent-Type: image/png; name=c.png\n\nx\n"
      "--=x\nContent-Type: message/rfc822\n\nFrom: c\nTo: d\n\nx\n"
      "--=x\nContent-Disposition: attachment; filename=a.pdf\n\nx\n"));
  EXPECT_EQ(m.document.text, "قال");
  ASSERT_EQ(m.attachments.size(), 4u);
  EXPECT_EQ(m.attachments[0].name, "a.pdf");
  EXPECT_EQ(m.attachments[0].bytes, "%PDF-1.4");
  EXPECT_EQ(m.attachments[1].name, "b.txt");
  EXPECT_EQ(m.attachments[1].charset, "windows-1256");
  EXPECT_EQ(m.attachments[2].name, "part-6.eml");
  EXPECT_EQ(m.attachments[2].bytes, "From: c\nTo: d\n\nx");
  EXPECT_EQ(m.attachments[3].name, "a.pdf#2");
}

std::string body(const std::string& lines, const std::string& kind = "text/plain; charset=utf-8") {
  return read_mail("From: a\nTo: b\nContent-Type: " + kind + "\n\n" + lines).document.text;
}

TEST(Mail, PutsBrokenLinesTogether) {
  EXPECT_EQ(body("قال الوزير \nإن الوفد وصل\n\n خبر\n-- \nتوقيع\n", "text/plain; format=flowed"), "قال الوزير إن الوفد وصل\n\nخبر");
  EXPECT_EQ(body("قال الو \nزير\n", "text/plain; format=flowed; delsp=yes"), "قال الوزير");
  const std::string one = "قال وزير الخارجية العماني إن الوفدين عقدا جولة ثانية من",
                    two = "المحادثات التي بدأت قبل أسبوع في مسقط وإن الأجواء كانت جيدة";
  EXPECT_EQ(body(one + "\n" + two + "\nثم غادر\nوأضاف ذلك\n"), one + " " + two + " ثم غادر\nوأضاف ذلك");
  EXPECT_EQ(body(two + ".\n" + two + "\n"), two + ".\n" + two);
  EXPECT_EQ(body("عنوان\n" + two + "\n"), "عنوان\n" + two);
}

TEST(Mail, PartsThatNeverEndAndHaveNoEnd) {
  EXPECT_EQ(read_mail("From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nقال").document.text, "قال");
  EXPECT_FALSE(read_mail("From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\nقال").has_text);
  std::string deep = "From: a\nTo: b\n";
  for (int i = 0; i < 1000; ++i)
    deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" + std::to_string(i) + "\n";
  EXPECT_EQ(read_mail(deep).troubles, std::vector<std::string>{"parts inside parts, more than 20 times; passed over"});
  std::string many = "From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n";
  for (int i = 0; i < 5000; ++i) many += "--x\n\nx\n";
  EXPECT_EQ(read_mail(many).troubles, std::vector<std::string>{"more than 1000 parts; the rest is passed over"});
}

TEST(Mail, MailboxesAreMessages) {
  const auto m = messages_of("From a\nFrom: a\n\nx\nFrom the first line\n\nFrom here on\n\nFrom b\nFrom: b\n\ny\n");
  ASSERT_EQ(m.size(), 2u);
  EXPECT_EQ(m[0], "From: a\n\nx\nFrom the first line\n\nFrom here on\n\n");
  EXPECT_EQ(m[1], "From: b\n\ny\n");
}

TEST(Mail, AnyBytesGiveOne) {
  rc::check("any bytes give a mail of valid text", [](const std::string& a, const std::string& b) {
    const Mail m = read_mail("From: " + a + "\nSubject: =?" + b + "?Q?" + a + "?=\nContent-Type: multipart/" + a + "; boundary=" + b +
                             "\n\n--" + b + "\n" + a);
    RC_ASSERT(base::valid_utf8(m.document.text) && base::valid_utf8(m.document.title) && base::valid_utf8(m.document.outlet));
    for (const Attachment& x : m.attachments) RC_ASSERT(base::valid_utf8(x.name));
  });
}

}  // namespace
}  // namespace isnad::ingest
