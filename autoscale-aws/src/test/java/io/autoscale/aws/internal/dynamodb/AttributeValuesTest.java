// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AttributeValuesTest {

    private final List<String> errors = new ArrayList<>();
    private final AttributeValues values = new AttributeValues((path, text, expected) -> errors.add(path));

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("{'S':'x'}", AttributeValue.fromS("x")),
                arguments("{'S':''}", AttributeValue.fromS("")),
                arguments("{'S':'ü😀'}", AttributeValue.fromS("ü😀")),
                arguments("{'N':'-1.50'}", AttributeValue.fromN("-1.50")),
                arguments("{'B':'AAH/'}", AttributeValue.fromB(bytes(0, 1, 255))),
                arguments("{'B':''}", AttributeValue.fromB(bytes())),
                arguments("{'BOOL':true}", AttributeValue.fromBool(true)),
                arguments("{'BOOL':false}", AttributeValue.fromBool(false)),
                arguments("{'NULL':true}", AttributeValue.fromNul(true)),
                arguments("{'L':[]}", AttributeValue.fromL(List.of())),
                arguments(
                        "{'L':[{'S':'x'},{'N':'1'}]}",
                        AttributeValue.fromL(List.of(AttributeValue.fromS("x"), AttributeValue.fromN("1")))),
                arguments("{'M':{}}", AttributeValue.fromM(Map.of())),
                arguments(
                        "{'M':{'a':{'BOOL':true}}}", AttributeValue.fromM(Map.of("a", AttributeValue.fromBool(true)))),
                arguments("{'SS':['a','b']}", AttributeValue.fromSs(List.of("a", "b"))),
                arguments("{'NS':['1','2.5']}", AttributeValue.fromNs(List.of("1", "2.5"))),
                arguments("{'BS':['AA==','AQ==']}", AttributeValue.fromBs(List.of(bytes(0), bytes(1)))),
                arguments(
                        "{'M':{'l':{'L':[{'M':{'s':{'SS':['x']}}},{'NULL':true}]}}}",
                        AttributeValue.fromM(Map.of(
                                "l",
                                AttributeValue.fromL(List.of(
                                        AttributeValue.fromM(Map.of("s", AttributeValue.fromSs(List.of("x")))),
                                        AttributeValue.fromNul(true)))))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void all_ten_types_are_read_including_nested_ones(String json, AttributeValue expected) {
        assertThat(read(json)).isEqualTo(expected);
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "+7",
                "007",
                "1.",
                ".5",
                "1e3",
                "1E-130",
                "-9.9999999999999999999999999999999999999E125",
                "12345678901234567890123456789012345678",
                "0e999999999",
            })
    void numbers_accepted_by_dynamodb_are_accepted(String number) {
        assertThat(read("{'N':'" + number + "'}")).isEqualTo(AttributeValue.fromN(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "1,5",
                "0x1F",
                "1f",
                "NaN",
                "Infinity",
                "1e",
                "1E126",
                "1E-131",
                "1e9999999999",
                "1e999999999",
                "123456789012345678901234567890123456789",
                "--1",
                "١",
            })
    void numbers_rejected_by_dynamodb_are_errors(String number) {
        assertThat(read("{'N':'" + number + "'}")).isNull();
        assertThat(errors).containsExactly("v.N");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'N':1}", "{'N':true}", "{'NS':['1','x']}", "{'NS':['1','1.0']}", "{'NS':[1]}"})
    void a_number_must_be_a_json_string_and_unique_in_a_set(String json) {
        assertThat(read(json)).isNull();
        assertThat(errors).hasSize(1);
    }

    @Test
    void every_error_of_a_nested_value_is_named() {
        read("{'L':[{'S':1},{'M':{'a':{'BOOL':0},'b':{'S':'ok'},'c':{}}},7,{'SS':['x',1,'x']}]}");
        assertThat(errors)
                .containsExactly("v.L[0].S", "v.L[1].M.a.BOOL", "v.L[1].M.c", "v.L[2]", "v.L[3].SS[1]", "v.L[3].SS[2]");
    }

    @Test
    void values_nest_as_deep_as_dynamodb_lets_them_and_no_deeper() {
        assertThat(read(nested(32))).isNotNull();
        assertThat(errors).isEmpty();
        read(nested(33));
        assertThat(errors).hasSize(1);
    }

    @Test
    void an_extremely_nested_text_is_not_an_object() {
        assertThat(Json.object("{\":p\":" + "[".repeat(100_000))).isEmpty();
        assertThat(Json.object("{\":p\":".repeat(100_000))).isEmpty();
    }

    private static String nested(int depth) {
        return "{'L':[".repeat(depth) + "{'S':'x'}" + "]}".repeat(depth);
    }

    private AttributeValue read(String json) {
        Map<String, Object> fields =
                Json.object("{\"v\":" + json.replace('\'', '"') + "}").orElseThrow();
        return values.read("v", fields.get("v"));
    }

    private static SdkBytes bytes(int... all) {
        byte[] bytes = new byte[all.length];
        for (int i = 0; i < all.length; i++) {
            bytes[i] = (byte) all[i];
        }
        return SdkBytes.fromByteArray(bytes);
    }
}
