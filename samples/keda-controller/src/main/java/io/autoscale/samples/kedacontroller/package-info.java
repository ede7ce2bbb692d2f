// SPDX-License-Identifier: Apache-2.0
/** A controller for KEDA's resources, and a command that validates them. */
@NullMarked
package io.autoscale.samples.kedacontroller;

import org.jspecify.annotations.NullMarked;
