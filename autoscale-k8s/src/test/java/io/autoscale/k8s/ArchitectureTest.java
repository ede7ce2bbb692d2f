// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.autoscale.k8s", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packages_form_no_circle =
            slices().matching("io.autoscale.k8s.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_aws_in_here =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("software.amazon..", "io.autoscale.aws..");

    @ArchTest
    static final ArchRule jobs_do_not_know_the_engine = noClasses()
            .that()
            .resideInAPackage("..k8s.job..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.autoscale", "io.autoscale.engine", "io.autoscale.event");
}
