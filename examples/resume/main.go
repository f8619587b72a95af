// Resume writes the sent invitations to a file. If it is interrupted or killed, start it again:
// it continues at the cursor of the next page, which it keeps in a second file.
//
//	go run ./examples/resume -offline
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/orghandshakes/handshakes-go/huaweiorg"
	"github.com/orghandshakes/handshakes-go/huaweiorg/huaweiorgtest"
	"github.com/orghandshakes/handshakes-go/pagination"
)

func main() {
	log.SetFlags(0)
	name := flag.String("o", "invitations.jsonl", "the `file`")
	pages := flag.Int("pages", 0, "stop after this `number` of pages, as if interrupted")
	offline := flag.Bool("offline", false, "read a made-up organization in memory")
	if flag.Parse(); flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends the program at once
	client, err := huaweiorg.NewClient(huaweiorg.DefaultProvider())
	if *offline {
		service := huaweiorgtest.New()
		client, err = service.NewClient(service.AddAccount(huaweiorgtest.Account{Role: huaweiorgtest.Management}))
		service.Seed(service.Believable(300)...)
	}
	list := client.ListHandshakes(pagination.WithPageSize(100), pagination.WithMaxPages(*pages))
	if err = errors.Join(err, export(ctx, list, *name)); err != nil { // without a client, there is no list
		log.Fatal(err)
	}
}

// export writes page by page. A second file holds the number of bytes written and the cursor of
// the next page, so export neither misses nor repeats an invitation.
func export(ctx context.Context, list *pagination.Pager[huaweiorg.Handshake], name string) error {
	size, next, how := int64(0), pagination.Cursor(""), os.O_WRONLY|os.O_CREATE|os.O_EXCL
	text, err := os.ReadFile(name + ".next")
	if err == nil {
		_, err = fmt.Sscan(string(text), &size, &next)
		how = os.O_WRONLY
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for page, err := range list.With(pagination.From(next)).Pages(ctx) {
		if err != nil {
			return fmt.Errorf("start again to go on: %w", err)
		}
		if size, err = write(name, how, size, page.Items); err != nil {
			return err
		}
		how = os.O_WRONLY
		if err := replace(name+".next", fmt.Sprintln(size, page.Next())); err != nil {
			return err
		}
	}
	return os.Remove(name + ".next")
}

// write writes rows at size, over what an interrupted run left there, and returns the new size.
func write(name string, how int, size int64, page []huaweiorg.Handshake) (int64, error) {
	file, err := os.OpenFile(name, how, 0o600) // only the user may read it
	if err != nil {
		return 0, err
	}
	_, err = file.Seek(size, io.SeekStart)
	for _, h := range page {
		err = errors.Join(err, json.NewEncoder(file).Encode(h.Invitation()))
	}
	size, err2 := file.Seek(0, io.SeekCurrent)
	return size, errors.Join(err, err2, file.Truncate(size), file.Sync(), file.Close())
}

// replace replaces the text of a file in one step.
func replace(name, text string) error {
	file, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name))
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), name)
}
