package cli

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Word is the value of a flag that takes one of the known words, in any case.
func Word(word *string, known ...string) flag.Value { return &oneWord{word, known} }

type oneWord struct {
	word  *string
	known []string
}

func (w *oneWord) String() string {
	if w.word == nil {
		return ""
	}
	return *w.word
}

func (w *oneWord) Set(text string) (err error) {
	*w.word, err = choose(text, w.known)
	return err
}

// Words is the value of a flag that takes some of the known words, in any case, separated by
// commas or in several flags.
func Words(words *[]string, known ...string) flag.Value { return &list{words, known} }

// IDs is the value of a flag that takes IDs, separated by commas or in several flags.
func IDs(ids *[]string) flag.Value { return &list{values: ids} }

// A list has each value once. An empty one is a mistake, as of a variable that is not set: to
// overlook it could select or trust more than was meant.
type list struct {
	values *[]string
	known  []string // nil: all
}

func (l *list) String() string {
	if l.values == nil {
		return ""
	}
	return strings.Join(*l.values, ",")
}

func (l *list) Set(text string) error {
	for v := range strings.SplitSeq(text, ",") {
		v = strings.TrimSpace(v)
		if v == "" {
			return errors.New("a value is empty: is a variable not set?")
		}
		if l.known != nil {
			var err error
			if v, err = choose(v, l.known); err != nil {
				return err
			}
		}
		if !slices.Contains(*l.values, v) {
			*l.values = append(*l.values, v)
		}
	}
	return nil
}

// choose returns the known word that the text is.
func choose(text string, known []string) (string, error) {
	for _, k := range known {
		if strings.EqualFold(text, k) {
			return k, nil
		}
	}
	return "", fmt.Errorf("there is no %q%s; use %s", text, DidYouMean("", text, known), strings.Join(known, ", "))
}

// Number is the value of a flag that takes a number from least to most.
func Number(n *int, least, most int) flag.Value { return &number{n, least, most} }

type number struct {
	n           *int
	least, most int
}

func (n *number) String() string {
	if n.n == nil {
		return "0"
	}
	return strconv.Itoa(*n.n)
}

func (n *number) Set(text string) error {
	v, err := strconv.Atoi(text)
	if err != nil || v < n.least || v > n.most {
		return fmt.Errorf("give a number from %d to %d", n.least, n.most)
	}
	*n.n = v
	return nil
}
