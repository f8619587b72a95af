// Command huawei lists what an organization sent.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
)

func main() {
	client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
	if err != nil {
		slog.Error("client", "error", err)
		os.Exit(1)
	}
	out := json.NewEncoder(os.Stdout)
	for h, err := range client.ListHandshakes().All(context.Background()) {
		if err != nil {
			slog.Error("list", "error", err)
			os.Exit(1)
		}
		_ = out.Encode(h)
	}
}
