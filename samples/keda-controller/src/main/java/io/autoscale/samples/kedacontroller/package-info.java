// SPDX-License-Identifier: Apache-2.0
/** A controller for the resources of KEDA, and a command that checks them before they get there. */
@NullMarked
package io.autoscale.samples.kedacontroller;

import org.jspecify.annotations.NullMarked;
