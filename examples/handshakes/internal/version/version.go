// Package version is the command that says which version of the tool and of the library this is.
package version

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
)

const help = "Show the version of the tool and of the library, in one line for a bug report.\n\n  handshakes version\n\nFLAGS\n"

// Command is the subcommand.
var Command = cli.Command{
	Name:    "version",
	Summary: "show the version of the tool and of the library",
	Run: func(_ context.Context, p *cli.Process, args []string) error {
		if err := cli.NewFlags(p.Name, help, cli.ExitCodes).Parse(p, args); err != nil {
			return err
		}
		_, err := io.WriteString(p.Stdout, String()+"\n")
		return err
	},
}

// String returns the versions of the tool, of the library and of Go. The tool has none if it was
// built without modules.
func String() string {
	tool := "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		tool = info.Main.Version
	}
	return fmt.Sprintf("handshakes %s, library %s, %s %s/%s", tool, auth.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
