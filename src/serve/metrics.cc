#include "serve/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace isnad::serve {

namespace p = prometheus;

struct Metrics::Impl {
  p::Registry registry;
  p::Family<p::Counter>& requests = p::BuildCounter().Name("isnad_http_requests_total").Help("Requests answered").Register(registry);
  p::Family<p::Histogram>& seconds =
      p::BuildHistogram().Name("isnad_http_request_seconds").Help("From a request's head to the end of its answer").Register(registry);
  p::Counter& bytes = p::BuildCounter().Name("isnad_http_sent_bytes_total").Help("Bytes of answers").Register(registry).Add({});
  p::Family<p::Counter>& refusals = p::BuildCounter().Name("isnad_http_refused_total").Help("Requests refused, by why").Register(registry);
  p::Family<p::Gauge>& open = p::BuildGauge().Name("isnad_http_connections").Help("Open connections").Register(registry);
  p::Gauge& all = open.Add({{"kind", "all"}});
  p::Gauge& live = open.Add({{"kind", "live"}});
  p::Gauge& waiting = p::BuildGauge().Name("isnad_http_waiting").Help("Requests that wait for a worker").Register(registry).Add({});
  p::Gauge& documents = p::BuildGauge().Name("isnad_documents").Help("Documents of the store that answers show").Register(registry).Add({});
  p::Gauge& view_seconds = p::BuildGauge().Name("isnad_view_seconds").Help("How long the last renewal took").Register(registry).Add({});
  p::Counter& views = p::BuildCounter().Name("isnad_views_total").Help("Renewals after changes of the store").Register(registry).Add({});
  p::Counter& added =
      p::BuildCounter().Name("isnad_documents_added_total").Help("Documents added through this server").Register(registry).Add({});
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::request(const std::string& route, const std::string& method, int status, double seconds, std::size_t bytes) {
  impl_->requests.Add({{"route", route}, {"method", method}, {"status", std::to_string(status)}}).Increment();
  impl_->seconds.Add({{"route", route}}, p::Histogram::BucketBoundaries{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10})
      .Observe(seconds);
  impl_->bytes.Increment(static_cast<double>(bytes));
}
void Metrics::connections(std::size_t all, std::size_t live, std::size_t waiting) {
  impl_->all.Set(static_cast<double>(all)), impl_->live.Set(static_cast<double>(live)), impl_->waiting.Set(static_cast<double>(waiting));
}
void Metrics::view(std::size_t documents, double seconds) {
  impl_->documents.Set(static_cast<double>(documents)), impl_->view_seconds.Set(seconds), impl_->views.Increment();
}
void Metrics::added(std::size_t documents) { impl_->added.Increment(static_cast<double>(documents)); }
void Metrics::refused(std::string_view why) { impl_->refusals.Add({{"why", std::string(why)}}).Increment(); }
std::string Metrics::text() const { return p::TextSerializer().Serialize(impl_->registry.Collect()); }

}  // namespace isnad::serve
