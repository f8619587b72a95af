// Package version is the command that says which version of the tool and of the library this is.
package version

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

// Command is the subcommand.
var Command = cli.Command{
	Name:    "version",
	Summary: "show the version of the tool and of the library",
	Run:     run,
}

//go:embed help.txt
var help string

func run(_ context.Context, p *cli.Process, args []string) error {
	if err := cli.NewFlags(p.Name, help, cli.ExitCodes).Parse(p, args); err != nil {
		return err
	}
	_, err := io.WriteString(p.Stdout, String()+"\n")
	return err
}

// String is the version of the tool, of the library and of Go.
func String() string {
	info, _ := debug.ReadBuildInfo()
	return describe(info)
}

// describe expects nil for a program that was built without modules.
func describe(info *debug.BuildInfo) string {
	tool := "(unknown)"
	if info != nil && info.Main.Version != "" {
		tool = info.Main.Version
	}
	return fmt.Sprintf("handshakes %s, library %s, %s %s/%s", tool, auth.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
