// SPDX-License-Identifier: Apache-2.0
/** Configuration errors, collected so that users see all of them together. */
@NullMarked
package io.autoscale.validation;

import org.jspecify.annotations.NullMarked;
