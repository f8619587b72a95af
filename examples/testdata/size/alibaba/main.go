// Command alibaba lists what a resource directory sent.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"

	"github.com/orghandshakes/handshakes-go/alibabarm"
)

func main() {
	client, err := alibabarm.NewClient(alibabarm.DefaultProvider())
	if err != nil {
		slog.Error("client", "error", err)
		os.Exit(1)
	}
	out := json.NewEncoder(os.Stdout)
	for h, err := range client.ListHandshakesForResourceDirectory().All(context.Background()) {
		if err != nil {
			slog.Error("list", "error", err)
			os.Exit(1)
		}
		_ = out.Encode(h)
	}
}
