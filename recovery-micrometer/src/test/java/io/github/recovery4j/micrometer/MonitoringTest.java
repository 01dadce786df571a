package io.github.recovery4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What Prometheus scrapes, what Grafana shows, and what somebody is woken up for. */
class MonitoringTest {

    private static final Path MONITORING = Path.of("..", "docs", "monitoring");

    /** Those that Prometheus adds to whatever it scrapes. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    @TempDir
    static Path directory;

    private Scrape scrape;

    @BeforeEach
    void scrape() throws Exception {
        scrape = Scrape.of(directory);
    }

    @Test
    void a_program_that_works_is_scraped() {
        assertThat(scrape.samples())
                .contains(
                        "recovery4j_starts_total{job_name=\"counting\",start=\"cold\"} 1.0",
                        "recovery4j_starts_total{job_name=\"counting\",start=\"warm\"} 2.0",
                        "recovery4j_save_seconds_count{job_name=\"counting\"} 3",
                        "recovery4j_quarantined_total{job_name=\"counting\"} 1.0",
                        "recovery4j_fallbacks_total{job_name=\"counting\"} 1.0",
                        "recovery4j_save_failures_total{job_name=\"counting\"} 0.0",
                        "recovery4j_recovery_seconds_count{job_name=\"counting\"} 2",
                        "recovery4j_lost_work_seconds_count{job_name=\"counting\"} 2",
                        "recovery4j_attempt_seconds_count{job_name=\"counting\",result=\"failed\"} 2",
                        "recovery4j_attempt_seconds_count{job_name=\"counting\",result=\"completed\"} 1",
                        "recovery4j_attempt_seconds_count{job_name=\"book-trip\",result=\"rolled-back\"} 1",
                        "recovery4j_attempt_seconds_count{job_name=\"book-trip\",result=\"stuck\"} 1",
                        "recovery4j_saga_stuck 1.0",
                        "recovery4j_queue_items{queue=\"payments\",state=\"pending\"} 1.0",
                        "recovery4j_queue_items{queue=\"payments\",state=\"failed\"} 1.0",
                        "recovery4j_queue_failures_total{queue=\"payments\"} 1.0",
                        "recovery4j_check_state{check=\"ill\",state=\"unhealthy\"} 1.0",
                        "recovery4j_check_state{check=\"ill\",state=\"healthy\"} 0.0",
                        "recovery4j_subject_state{state=\"escalated\",subject=\"hopeless\"} 1.0",
                        "recovery4j_subject_recovery_seconds_count{kind=\"crashed\",subject=\"indexer\"} 1",
                        "recovery4j_subject_escalations_total{kind=\"frozen\",subject=\"hopeless\"} 1.0",
                        "recovery4j_warm_starts_total{restart=\"ports\",start=\"first\"} 1.0",
                        "recovery4j_starts_lifetime_total{job_name=\"counting\",start=\"warm\"} 2.0",
                        "recovery4j_attempts_unsaved_seconds{job_name=\"counting\"} NaN");
    }

    @Test
    void the_health_endpoint_says_what_is_wrong() {
        assertThat(scrape.health().statusCode()).isEqualTo(503);
        assertThat(scrape.health().body()).startsWith("down\nwell is ").contains("ill is unhealthy since");
    }

    @Test
    void every_metric_and_label_of_the_dashboard_is_there() {
        JsonNode dashboard = JsonMapper.shared()
                .readTree(MONITORING.resolve("grafana-dashboard.json").toFile());
        List<String> expressions = dashboard.findValuesAsString("expr");
        assertThat(expressions).hasSizeGreaterThan(15);
        assertThatAllAreThere(expressions);
        assertThat(dashboard.findValuesAsString("query")).contains("label_values(recovery4j_starts_total, job_name)");
    }

    @Test
    void every_metric_and_label_of_the_alerts_is_there() {
        JsonNode rules = YAMLMapper.builder()
                .build()
                .readTree(MONITORING.resolve("alerts.yaml").toFile());
        List<String> expressions = rules.findValuesAsString("expr");
        assertThat(expressions).hasSizeGreaterThan(10).hasSameSizeAs(rules.findValues("alert"));
        assertThat(rules.findValues("summary")).hasSameSizeAs(expressions);
        assertThatAllAreThere(expressions);
    }

    private void assertThatAllAreThere(List<String> expressions) {
        Map<String, Set<String>> known = scrape.labels();
        List<String> missing = new ArrayList<>();
        for (String expression : expressions) {
            PromQl.metrics(expression).forEach((metric, labels) -> {
                if (!known.containsKey(metric)) {
                    missing.add(metric + " of " + expression);
                } else {
                    labels.stream()
                            .filter(label -> !OF_PROMETHEUS.contains(label))
                            .filter(label -> !known.get(metric).contains(label))
                            .forEach(label -> missing.add(metric + "{" + label + "} of " + expression));
                }
            });
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void an_expression_is_read_with_its_metrics_and_labels() {
        assertThat(
                        PromQl.metrics(
                                "sum by (job_name) (rate(a_total{start=\"wa{m\", x=~\".+\"}[5m])) / b_count > 0 unless c offset 5m"))
                .isEqualTo(Map.of(
                        "a_total", Set.of("job_name", "start", "x"),
                        "b_count", Set.of("job_name"),
                        "c", Set.of("job_name")));
    }

    @Test
    void a_wrong_metric_and_a_wrong_label_would_be_found() {
        assertThat(scrape.labels()).doesNotContainKey("recovery4j_save_failed_total");
        assertThat(scrape.labels().get("recovery4j_starts_total")).containsExactly("job_name", "start");
    }

    @Test
    void every_metric_of_ours_is_of_a_meter_in_the_documentation() {
        Set<String> documented = RecoveryMetrics.definitions().stream()
                .flatMap(each -> Stream.of(each.name(), Meters.lifetimeName(each)))
                .map(name -> name.replace('.', '_'))
                .collect(Collectors.toSet());
        assertThat(scrape.labels().keySet())
                .allMatch(metric ->
                        documented.contains(metric.replaceFirst("(_seconds|_bytes)?(_total|_count|_sum|_max)?$", "")));
    }
}
