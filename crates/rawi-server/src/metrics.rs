//! What is counted, for Prometheus.

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// A route and the status of an answer.
type Labels = Vec<(&'static str, String)>;

/// What is counted.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram>,
    /// Requests that are being answered.
    pub under_way: Gauge,
    panics: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("rawi");
        let requests = Family::default();
        let seconds = Family::<Labels, Histogram>::new_with_constructor(|| Histogram::new(exponential_buckets(0.001, 2.0, 14)));
        let under_way = Gauge::default();
        let panics = Counter::default();
        registry.register("http_requests", "Requests answered, by route and status", requests.clone());
        registry.register("http_request_seconds", "Seconds until an answer began, by route", seconds.clone());
        registry.register("http_requests_under_way", "Requests that are being answered", under_way.clone());
        registry.register("http_panics", "Requests that the server broke on", panics.clone());
        Self { registry, requests, seconds, under_way, panics }
    }
}

impl Metrics {
    /// An answer of a route, by the pattern of its path.
    pub fn answered(&self, route: &str, status: u16, seconds: f64) {
        let route = ("route", route.to_owned());
        self.requests.get_or_create(&vec![route.clone(), ("status", status.to_string())]).inc();
        self.seconds.get_or_create(&vec![route]).observe(seconds);
    }

    /// A request that the server broke on.
    pub fn broke(&self) {
        self.panics.inc();
    }

    /// In the text format of OpenMetrics.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Into memory: what could fail is the writer.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
