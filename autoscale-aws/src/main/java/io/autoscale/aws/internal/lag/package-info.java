// SPDX-License-Identifier: Apache-2.0
/** The sources on how long work has waited, made of others. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.lag;

import org.jspecify.annotations.NullMarked;
