// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import io.autoscale.aws.internal.source.Grants;
import io.autoscale.trigger.TriggerMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * One metric, or an expression: metric math, a search or a Metrics Insights query. Equal queries are read once.
 *
 * @param sdkQuery without an id, which a call gives it
 */
public record MetricQuery(MetricDataQuery sdkQuery) {

    private static final String BOUND = "\\d{1,12}(\\.\\d{1,10})?%?";
    private static final Pattern STATISTIC = Pattern.compile("SampleCount|Average|Sum|Minimum|Maximum|IQM"
            + "|p(100|\\d{1,2}(\\.\\d{1,10})?)"
            + "|(tm|wm|tc|ts)(100|\\d{1,2}(\\.\\d{1,10})?)"
            + "|(TM|WM|TC|TS|PR)\\((" + BOUND + ")?:(" + BOUND + ")?\\)");
    private static final String STATISTIC_EXPECTED =
            "SampleCount, Average, Sum, Minimum, Maximum, IQM, a percentile such as p99.9, or a trimmed statistic such "
                    + "as tm95 or TM(10%:90%)";
    private static final List<String> OF_ONE_METRIC =
            List.of("namespace", "metricName", "dimensionName", "dimensionValue", "metricUnit", "metricStat");
    private static final int LONGEST_EXPRESSION = 2048;

    private static final int SHOWN = 60;

    /** Reads which metric or expression a trigger asks for. */
    static MetricQuery read(TriggerMetadata metadata, Duration period) {
        int seconds = Math.toIntExact(period.toSeconds());
        MetricDataQuery.Builder query =
                MetricDataQuery.builder().accountId(account(metadata)).returnData(true);
        Optional<String> expression = metadata.text("expression");
        if (expression.isPresent()) {
            metadata.markKnown(OF_ONE_METRIC.toArray(String[]::new));
            check(metadata, expression.get());
            query.period(seconds).expression(expression.get());
        } else {
            String namespace = metadata.requiredText("namespace", "a namespace such as AWS/SQS, or an expression");
            String name = metadata.requiredText("metricName", "the name of a metric, or an expression");
            List<Dimension> dimensions = dimensions(metadata);
            query.metricStat(stat -> stat.period(seconds)
                    .stat(statistic(metadata))
                    .unit(unit(metadata))
                    .metric(metric ->
                            metric.namespace(namespace).metricName(name).dimensions(dimensions)));
        }
        return new MetricQuery(query.build());
    }

    /** For messages. */
    String describe() {
        if (sdkQuery.metricStat() != null) {
            Metric metric = sdkQuery.metricStat().metric();
            return metric.namespace() + " " + metric.metricName();
        }
        String text = sdkQuery.expression();
        return "expression " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
    }

    MetricDataQuery withId(String id) {
        return sdkQuery.toBuilder().id(id).build();
    }

    /** Says whether this is a Metrics Insights query. CloudWatch accepts one of these in a call. */
    boolean isInsights() {
        return expression().stripLeading().startsWith("SELECT");
    }

    /** Says whether CloudWatch has to search for the metrics, which costs it more. */
    boolean isSearch() {
        return !isInsights() && expression().contains("SEARCH(");
    }

    private String expression() {
        return sdkQuery.expression() == null ? "" : sdkQuery.expression().toUpperCase(Locale.ROOT);
    }

    private static void check(TriggerMetadata metadata, String expression) {
        if (expression.length() > LONGEST_EXPRESSION) {
            metadata.reject("expression", expression.length() + " characters", LONGEST_EXPRESSION + " at most");
        }
        if (expression.contains(MetricDataReader.ID_PREFIX)) {
            metadata.reject(
                    "expression",
                    expression,
                    "no word that begins with " + MetricDataReader.ID_PREFIX
                            + ", which is reserved for the ids of queries");
        }
    }

    private static List<Dimension> dimensions(TriggerMetadata metadata) {
        List<String> names = list(metadata, "dimensionName");
        List<String> values = list(metadata, "dimensionValue");
        if (names.size() != values.size()) {
            metadata.reject(
                    "dimensionValue",
                    metadata.text("dimensionValue").orElse(""),
                    "as many values as dimensionName has names, " + names.size() + ", with ; between them");
            return List.of();
        }
        List<Dimension> dimensions = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isEmpty() || values.get(i).isEmpty()) {
                metadata.reject(
                        names.get(i).isEmpty() ? "dimensionName" : "dimensionValue",
                        metadata.text(names.get(i).isEmpty() ? "dimensionName" : "dimensionValue")
                                .orElse(""),
                        "a list without empty elements, separated by ;");
            }
            dimensions.add(
                    Dimension.builder().name(names.get(i)).value(values.get(i)).build());
        }
        return dimensions;
    }

    private static List<String> list(TriggerMetadata metadata, String key) {
        return metadata.text(key).stream()
                .flatMap(text -> Stream.of(text.split(";", -1)))
                .map(String::trim)
                .toList();
    }

    private static String statistic(TriggerMetadata metadata) {
        String statistic = metadata.text("metricStat").orElse("Average");
        if (!STATISTIC.matcher(statistic).matches()) {
            metadata.reject("metricStat", statistic, STATISTIC_EXPECTED);
        }
        return statistic;
    }

    private static @Nullable String unit(TriggerMetadata metadata) {
        String unit = metadata.text("metricUnit").orElse(null);
        if (unit != null
                && StandardUnit.knownValues().stream()
                        .noneMatch(known -> known.toString().equals(unit))) {
            metadata.reject("metricUnit", unit, "a unit of CloudWatch, such as Count, Seconds or Bytes/Second");
        }
        return unit;
    }

    private static @Nullable String account(TriggerMetadata metadata) {
        String account = metadata.text("awsAccountId").orElse(null);
        if (account != null && !Grants.ACCOUNT.matcher(account).matches()) {
            metadata.reject("awsAccountId", account, "the twelve digits of an account");
        }
        return account;
    }
}
