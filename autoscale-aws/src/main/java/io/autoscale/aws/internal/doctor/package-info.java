// SPDX-License-Identifier: Apache-2.0
/** What a doctor looks at, one class for each step. */
@NullMarked
package io.autoscale.aws.internal.doctor;

import org.jspecify.annotations.NullMarked;
