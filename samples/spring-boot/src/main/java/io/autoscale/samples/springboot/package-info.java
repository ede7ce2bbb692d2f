// SPDX-License-Identifier: Apache-2.0
/** A Spring Boot application that scales jobs. */
@NullMarked
package io.autoscale.samples.springboot;

import org.jspecify.annotations.NullMarked;
