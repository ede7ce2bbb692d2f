// SPDX-License-Identifier: Apache-2.0
/** Configuration errors, gathered so that a user sees all of them at once. */
@NullMarked
package io.autoscale.validation;

import org.jspecify.annotations.NullMarked;
