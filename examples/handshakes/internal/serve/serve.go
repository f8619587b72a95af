// Package serve runs the services in memory of both clouds on loopback ports, for curl,
// Terraform and programs that use other SDKs.
package serve

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/examples/handshakes/internal/cli"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
)

//go:embed help.txt
var help string

// Command is the subcommand. It writes an [Announcement] to stdout, as one line of JSON.
var Command = cli.Command{
	Name:    "serve",
	Summary: "start services of both clouds in memory, to try programs on",
	Run:     run,
}

// An Announcement is the line that the command writes when both services accept connections.
type Announcement struct {
	Huawei  Cloud `json:"huawei"`
	Alibaba Cloud `json:"alibaba"`
}

// A Cloud is one of the services.
type Cloud struct {
	Endpoint string `json:"endpoint"`
	// Accounts begins with the management account.
	Accounts []Account `json:"accounts"`
}

// An Account is a caller of a service. Its access key is made up and not secret.
type Account struct {
	ID              string `json:"id"`
	Name            string `json:"name"`
	Role            string `json:"role,omitempty"` // omitted: the account is in no organization
	AccessKeyID     string `json:"access_key_id"`
	AccessKeySecret string `json:"access_key_secret"`
}

func run(ctx context.Context, p *cli.Process, args []string) error {
	huaweiAddress, alibabaAddress, accounts := "127.0.0.1:0", "127.0.0.1:0", 3
	f := cli.NewFlags(p.Name, help)
	f.StringVar(&huaweiAddress, "huawei", huaweiAddress, "listen on this `address` for Huawei Cloud; port 0 is any free port")
	f.StringVar(&alibabaAddress, "alibaba", alibabaAddress, "listen on this `address` for Alibaba Cloud")
	f.Var(cli.Number(&accounts, 1, 10_000), "accounts", "have this `number` of accounts to invite, besides the management account")
	untilStdin := f.Bool("until-stdin-closes", false, "also end when standard input ends, as it does with the test that started the command")
	if err := f.Parse(p, args); err != nil {
		return err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	huawei, alibaba, out := services(accounts)
	for _, s := range []struct {
		address string
		handler http.Handler
		cloud   *Cloud
	}{{huaweiAddress, huawei, &out.Huawei}, {alibabaAddress, alibaba, &out.Alibaba}} {
		l, err := listen(ctx, s.address)
		if err != nil {
			return err
		}
		s.cloud.Endpoint = "http://" + l.Addr().String()
		server := &http.Server{Handler: s.handler, ReadHeaderTimeout: 10 * time.Second}
		var serving sync.WaitGroup
		serving.Go(func() { stop(server.Serve(l)) })
		defer serving.Wait()
		defer func() { _ = server.Close() }()
	}
	if err := json.NewEncoder(p.Stdout).Encode(out); err != nil {
		return err
	}
	if *untilStdin {
		go func() { // it ends with stdin, at the latest with the process
			_, _ = io.Copy(io.Discard, p.Stdin)
			stop(nil)
		}()
	}
	<-ctx.Done()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// listen refuses an address that is not loopback, because everyone who reaches the port can act as
// any account.
func listen(ctx context.Context, address string) (net.Listener, error) {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !at.Addr().IsLoopback() {
		return nil, cli.Misuse("%q is not a loopback address with a port, such as 127.0.0.1:0", address)
	}
	return new(net.ListenConfig).Listen(ctx, "tcp", address)
}

// services makes both services, each with a management account and n accounts in no organization.
func services(n int) (_, _ http.Handler, out Announcement) {
	huawei, alibaba := huaweiorgtest.New(), alibabarmtest.New()
	huaweiRole, alibabaRole := huaweiorgtest.Management, alibabarmtest.Management
	for range 1 + n {
		h := huawei.AddAccount(huaweiorgtest.Account{Role: huaweiRole})
		out.Huawei.add(h.ID, h.Name, string(huaweiRole), h.Credentials)
		a := alibaba.AddAccount(alibabarmtest.Account{Role: alibabaRole})
		out.Alibaba.add(a.ID, a.Name, string(alibabaRole), a.Credentials)
		huaweiRole, alibabaRole = huaweiorgtest.Outside, alibabarmtest.Outside
	}
	return huawei, alibaba, out
}

func (c *Cloud) add(id, name, role string, key auth.Credentials) {
	c.Accounts = append(c.Accounts, Account{
		ID: id, Name: name, Role: role, AccessKeyID: key.AccessKeyID, AccessKeySecret: key.AccessKeySecret,
	})
}
