// SPDX-License-Identifier: Apache-2.0

//go:build tools

// Package kwok names the program that .ci/kube-programs builds, so that "go mod tidy" keeps what it needs.
package kwok

import _ "sigs.k8s.io/kwok/cmd/kwok"
