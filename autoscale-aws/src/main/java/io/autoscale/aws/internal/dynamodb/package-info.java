// SPDX-License-Identifier: Apache-2.0
/** The DynamoDB source: how many items a query finds. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.dynamodb;

import org.jspecify.annotations.NullMarked;
