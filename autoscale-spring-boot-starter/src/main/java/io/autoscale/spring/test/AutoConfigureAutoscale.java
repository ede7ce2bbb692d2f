// SPDX-License-Identifier: Apache-2.0
package io.autoscale.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * On a test class: the application scales in manual time, reads {@link FakeTriggers} in place of AWS, and creates jobs
 * in memory in place of a cluster. Inject {@link io.autoscale.testkit.ManualTime}, {@link FakeTriggers},
 * {@link io.autoscale.testkit.InMemoryJobs} and {@link io.autoscale.Autoscaler} into the test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(AutoscaleTestAutoConfiguration.class)
public @interface AutoConfigureAutoscale {}
