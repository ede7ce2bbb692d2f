// SPDX-License-Identifier: Apache-2.0
package io.autoscale;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    /**
     * The packages in stage order; each uses only those before it. The last is the root package.
     */
    private static final List<String> STAGES = List.of(
            "internal",
            "validation",
            "metric",
            "auth",
            "workload",
            "trigger",
            "source",
            "demand",
            "strategy",
            "spec",
            "plan",
            "executor",
            "event",
            "engine",
            "");

    private static final String ROOT = "io.autoscale";
    private static final String[] PURE = {
        "io.autoscale.demand..", "io.autoscale.strategy..", "io.autoscale.plan..", "io.autoscale.spec.."
    };
    private static final JavaClasses ALL = new ClassFileImporter().importPackages(ROOT);
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static String stage(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }

    private static boolean isOurs(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(ROOT + ".");
    }

    @Test
    void every_package_belongs_to_a_stage() {
        assertThat(MAIN.stream().map(ArchitectureTest::stage).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(STAGES);
    }

    @Test
    void a_package_depends_only_on_earlier_ones() {
        List<String> backwards = MAIN.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> isOurs(dependency.getTargetClass()))
                .filter(dependency ->
                        STAGES.indexOf(stage(dependency.getTargetClass().getBaseComponentType()))
                                > STAGES.indexOf(stage(dependency.getOriginClass())))
                .map(dependency -> dependency.getDescription())
                .toList();

        assertThat(backwards).isEmpty();
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.autoscale.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void pure_packages_use_no_clock_thread_stream_randomness_or_log() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.concurrent..", "java.io..", "java.net..", "java.nio.file..", "org.slf4j..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.time.InstantSource.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(MAIN);
    }

    @Test
    void time_is_read_only_from_an_injected_clock() {
        noClasses()
                .should()
                .callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethodWhere(target(nameMatching("system.*|tick.*")).and(target(owner(type(Clock.class)))))
                .check(MAIN);
    }

    @Test
    void no_code_or_test_sleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
                .check(ALL);
    }

    @Test
    void no_code_writes_to_the_standard_streams() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
    }

    @Test
    void no_code_throws_a_generic_exception() {
        GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(MAIN);
    }

    @Test
    void core_does_not_depend_on_a_cloud_or_cluster() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..", "io.fabric8..", "com.amazonaws..", "io.kubernetes..")
                .check(ALL);
    }
}
