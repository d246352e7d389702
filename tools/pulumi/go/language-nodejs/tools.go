//go:build tools

// Package tools names what is built from this module, so that go.sum covers it. v3.68.0 is the last tagged version of
// the SDK's module that contains the language host; later ones are modules without tags, which no proxy serves.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
