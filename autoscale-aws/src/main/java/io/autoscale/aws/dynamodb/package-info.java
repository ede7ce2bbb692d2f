// SPDX-License-Identifier: Apache-2.0
/** The DynamoDB source: how many items a query finds. */
@NullMarked
package io.autoscale.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
