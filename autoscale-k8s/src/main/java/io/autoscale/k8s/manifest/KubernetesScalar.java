// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The interpretation of an unquoted text by the API server, which parses YAML 1.1 with Go's number syntax and converts
 * it to JSON. Dates and sexagesimal numbers are texts. So are y and n here. The API server treats them as booleans, but
 * users who write one mean a text.
 *
 * @param text the value in JSON syntax
 */
record KubernetesScalar(Tag tag, String text) {

    private static final Set<String> TRUE = Set.of("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE = Set.of("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    // the pattern has no ambiguous parts, so matching takes linear time
    private static final Pattern WHOLE = Pattern.compile("[-+]?(?:0[bB][01]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|[0-9]+)");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    private static final Map<String, Integer> BASES = Map.of("0b", 2, "0o", 8, "0x", 16);
    private static final int LONGEST = 400;
    private static final BigInteger MOST = BigInteger.TWO.pow(64);

    static KubernetesScalar of(String text) {
        if (TRUE.contains(text)) {
            return new KubernetesScalar(Tag.BOOL, "true");
        }
        if (FALSE.contains(text)) {
            return new KubernetesScalar(Tag.BOOL, "false");
        }
        if (NULL.contains(text)) {
            return new KubernetesScalar(Tag.NULL, "null");
        }
        return number(text);
    }

    private static KubernetesScalar number(String text) {
        KubernetesScalar asText = new KubernetesScalar(Tag.STR, text);
        if (text.length() > LONGEST || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
            return asText;
        }
        String digits = text.charAt(0) == '.' ? text : text.replace("_", "");
        if (WHOLE.matcher(digits).matches()) {
            BigInteger whole = whole(digits);
            if (whole != null && whole.abs().compareTo(MOST) < 0) {
                return new KubernetesScalar(Tag.INT, whole.toString());
            }
        }
        Matcher decimal = DECIMAL.matcher(digits);
        if (!decimal.matches()) {
            return asText;
        }
        double value = Double.parseDouble(digits);
        if (!Double.isFinite(value)) {
            return asText;
        }
        // JSON has one number type, and Go writes whole numbers without a decimal point
        return value == Math.rint(value) && Math.abs(value) < 1e21
                ? new KubernetesScalar(
                        Tag.INT, new BigDecimal(value).toBigInteger().toString())
                : new KubernetesScalar(Tag.FLOAT, Double.toString(value));
    }

    /** Parses a whole number with Go's base prefixes. Returns null for 089, which starts like an octal number. */
    private static @Nullable BigInteger whole(String digits) {
        String sign = digits.charAt(0) == '-' ? "-" : "";
        String number = digits.charAt(0) == '-' || digits.charAt(0) == '+' ? digits.substring(1) : digits;
        Integer base = number.length() > 2 ? BASES.get(number.substring(0, 2).toLowerCase(Locale.ROOT)) : null;
        if (base != null) {
            return new BigInteger(sign + number.substring(2), base);
        }
        boolean octal = number.length() > 1 && number.charAt(0) == '0';
        if (octal && (number.indexOf('8') >= 0 || number.indexOf('9') >= 0)) {
            return null;
        }
        return new BigInteger(sign + number, octal ? 8 : 10);
    }
}
