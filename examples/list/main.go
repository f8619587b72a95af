// List prints the invitations that your organizations in both clouds have sent, newest first.
// A table fits a terminal and shows the first rows. CSV and JSON are always complete.
//
//	go run ./examples/list -offline
package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"

	"github.com/orghandshakes/handshakes-go/alibabarm"
	"github.com/orghandshakes/handshakes-go/alibabarm/alibabarmtest"
	"github.com/orghandshakes/handshakes-go/auth"
	"github.com/orghandshakes/handshakes-go/auth/invitation"
	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

var (
	formula = regexp.MustCompile(`^\s*[=+\-@＝＋－＠]`)       // a spreadsheet would run it
	hidden  = regexp.MustCompile(`[\pC\x{2028}\x{2029}]`) // a terminal could act on it
)

func main() {
	log.SetFlags(0)
	cloud := flag.String("cloud", "both", "huawei, alibaba or both")
	format := flag.String("format", "table", "table, csv or json")
	rows := flag.Uint("n", 30, "the most `rows` of a table; csv and json are always complete")
	offline := flag.Bool("offline", false, "list made-up organizations in memory")
	flag.Parse()
	clouds, formats := []string{"huawei", "alibaba", "both"}, []string{"table", "csv", "json"}
	if !slices.Contains(clouds, *cloud) || !slices.Contains(formats, *format) || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once
	all, err := list(ctx, *cloud, *offline)
	if err := errors.Join(err, show(all, *format, *rows)); err != nil {
		log.Fatal(err)
	}
}

// list returns what it could read. If it reads both clouds, it skips one without credentials.
func list(ctx context.Context, cloud string, offline bool) ([]invitation.Invitation, error) {
	hw, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
	ali, err2 := alibabarm.NewClient(alibabarm.DefaultProvider())
	if offline {
		h, a := huaweiorgtest.New(), alibabarmtest.New()
		hw, err = h.NewClient(h.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
		ali, err2 = a.NewClient(a.AddAccount(alibabarmtest.Account{Role: alibabarmtest.Management}))
		h.Seed(h.Believable(300)...)
		a.Seed(a.Believable(240)...)
	}
	all, results := []invitation.Invitation{}, []error{}
	other := func(s invitation.Service) bool { return cloud != "both" && cloud != s.Name() }
	for _, s := range slices.DeleteFunc([]invitation.Service{hw.Invitations(), ali.Invitations()}, other) {
		sent, failed := pagination.Collect(s.Sent(ctx))
		if cloud == "both" && errors.Is(failed, auth.ErrNoCredentials) {
			log.Printf("%s is left out: no credentials; -cloud %[1]s says where they were looked for", s.Name())
			continue
		}
		all, results = append(all, sent...), append(results, failed)
	}
	if len(results) == 0 {
		results = append(results, errors.New("no cloud has credentials: add -offline to list made-up organizations"))
	}
	slices.SortStableFunc(all, func(a, b invitation.Invitation) int { return b.Created.Compare(a.Created) })
	return all, errors.Join(append(results, err, err2)...)
}

// show prints the invitations. A table shows only the first rows.
func show(all []invitation.Invitation, format string, rows uint) error {
	if format == "json" {
		return json.NewEncoder(os.Stdout).Encode(all)
	}
	records := [][]string{invitation.CSVHeader()}
	for _, i := range all {
		record := i.CSVRecord()
		for n, cell := range record {
			record[n] = formula.ReplaceAllString(hidden.ReplaceAllString(cell, " "), "'$0")
		}
		records = append(records, record)
	}
	if format == "csv" {
		return csv.NewWriter(os.Stdout).WriteAll(records)
	}
	var text strings.Builder
	for _, r := range records[:1+min(rows, uint(len(all)))] {
		line := fmt.Sprintf("%-7s %-9s %-10.10s %-34s %s", r[0], r[2], r[11], r[4], r[8])
		// In UTF-8, no character takes more columns than bytes.
		fmt.Fprintln(&text, strings.ToValidUTF8(line[:min(80, len(line))], ""))
	}
	if uint(len(all)) > rows {
		fmt.Fprintf(&text, "%d more are left out: -n %d shows all\n", uint(len(all))-rows, len(all))
	}
	_, err := fmt.Print(text.String())
	return err
}
