// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

@AnalyzeClasses(packages = "io.autoscale.aws", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Settings and values that programs see. */
    private static final List<String> VALUES = List.of("trigger", "call");

    private static final List<String> ORDER =
            List.of("internal.call", "internal.credentials", "internal.client", "internal.source");
    private static final List<String> SERVICES = List.of("sqs", "cloudwatch", "dynamodb", "dynamodbstreams", "kinesis");
    private static final List<String> LATE = List.of("internal.types", "policy", "doctor", "internal.doctor");

    @ArchTest
    static void packages_depend_only_on_earlier_ones(JavaClasses classes) {
        Set<String> known = new HashSet<>();
        for (String value : VALUES) {
            known.add(value);
            mayKnow(value, known).check(classes);
        }
        for (String before : ORDER) {
            known.add(before);
            mayKnow(before, known).check(classes);
        }
        for (String service : SERVICES) {
            Set<String> ofService = new HashSet<>(known);
            ofService.add("internal." + service);
            mayKnow("internal." + service, ofService).check(classes);
        }
        SERVICES.forEach(service -> known.add("internal." + service));
        for (String late : LATE) {
            known.add(late);
            mayKnow(late, known).check(classes);
        }
    }

    private static ArchRule mayKnow(String name, Set<String> known) {
        String root = "io.autoscale.aws";
        return classes()
                .that()
                .resideInAPackage(root + "." + name + "..")
                .should()
                .onlyDependOnClassesThat(describe("are of " + known + " or not of " + root, target -> {
                    String of = target.getPackageName();
                    return !(of + ".").startsWith(root + ".")
                            || known.stream().anyMatch(one -> (of + ".").startsWith(root + "." + one + "."));
                }))
                .allowEmptyShould(true);
    }

    @ArchTest
    static final ArchRule packages_form_no_circle =
            slices().matching("io.autoscale.aws.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_kubernetes_in_here =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.fabric8..", "io.autoscale.k8s..");
}
