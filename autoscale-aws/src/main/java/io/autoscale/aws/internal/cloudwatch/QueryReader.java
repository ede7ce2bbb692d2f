// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.cloudwatch;

import io.autoscale.trigger.TriggerMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** Reads which metric or expression a trigger asks for. */
final class QueryReader {

    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
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

    private QueryReader() {}

    static MetricQuery read(TriggerMetadata metadata) {
        String account = account(metadata);
        Optional<String> expression = metadata.text("expression");
        if (expression.isPresent()) {
            metadata.markKnown(OF_ONE_METRIC.toArray(String[]::new));
            String text = expression.get();
            if (text.length() > LONGEST_EXPRESSION) {
                metadata.reject("expression", text.length() + " characters", LONGEST_EXPRESSION + " at most");
            }
            if (text.contains(MetricDataReader.ID_PREFIX)) {
                metadata.reject(
                        "expression",
                        text,
                        "no word that begins with " + MetricDataReader.ID_PREFIX
                                + ", which is reserved for the ids of queries");
            }
            return new MetricQuery.Expression(text, account);
        }
        String namespace = metadata.requiredText("namespace", "a namespace such as AWS/SQS, or an expression");
        String name = metadata.requiredText("metricName", "the name of a metric, or an expression");
        return new MetricQuery.OneMetric(
                namespace, name, dimensions(metadata), statistic(metadata), unit(metadata), account);
    }

    private static List<Map.Entry<String, String>> dimensions(TriggerMetadata metadata) {
        List<String> names = list(metadata, "dimensionName");
        List<String> values = list(metadata, "dimensionValue");
        if (names.size() != values.size()) {
            metadata.reject(
                    "dimensionValue",
                    metadata.text("dimensionValue").orElse(""),
                    "as many values as dimensionName has names, " + names.size() + ", with ; between them");
            return List.of();
        }
        List<Map.Entry<String, String>> dimensions = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isEmpty() || values.get(i).isEmpty()) {
                metadata.reject(
                        names.get(i).isEmpty() ? "dimensionName" : "dimensionValue",
                        metadata.text(names.get(i).isEmpty() ? "dimensionName" : "dimensionValue")
                                .orElse(""),
                        "a list without empty elements, separated by ;");
            }
            dimensions.add(Map.entry(names.get(i), values.get(i)));
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
        if (account != null && !ACCOUNT.matcher(account).matches()) {
            metadata.reject("awsAccountId", account, "the twelve digits of an account");
        }
        return account;
    }
}
