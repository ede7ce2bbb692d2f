// SPDX-License-Identifier: Apache-2.0
/** An operator of the Java Operator SDK whose custom resource scales jobs. */
@NullMarked
package io.autoscale.samples.operatorsdk;

import org.jspecify.annotations.NullMarked;
