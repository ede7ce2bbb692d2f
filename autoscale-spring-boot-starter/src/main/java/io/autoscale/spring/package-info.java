// SPDX-License-Identifier: Apache-2.0
/** Auto-configuration of an autoscaler in Spring Boot 3.5 and 4.1. */
@NullMarked
package io.autoscale.spring;

import org.jspecify.annotations.NullMarked;
