// SPDX-License-Identifier: Apache-2.0
/** Says which identity reads a trigger, where its way to AWS ends, and what to change. */
@NullMarked
package io.autoscale.aws.doctor;

import org.jspecify.annotations.NullMarked;
