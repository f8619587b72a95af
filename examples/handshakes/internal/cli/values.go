package cli

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A value is the value of a flag.
type value struct {
	get func() string
	set func(string) error
}

func (v value) String() string {
	if v.get == nil { // package flag makes a zero value
		return ""
	}
	return v.get()
}

func (v value) Set(text string) error { return v.set(text) }

// Word is the value of a flag that takes one of the known words, in any case.
func Word(word *string, known ...string) flag.Value {
	return value{func() string { return *word }, func(text string) (err error) {
		*word, err = choose(text, known)
		return err
	}}
}

// Words is the value of a flag that takes some of the known words, in any case, separated by
// commas or in several flags.
func Words(words *[]string, known ...string) flag.Value {
	return list(words, func(text string) (string, error) { return choose(text, known) })
}

// IDs is the value of a flag that takes IDs, separated by commas or in several flags.
func IDs(ids *[]string) flag.Value {
	return list(ids, func(text string) (string, error) { return text, nil })
}

// list takes each value once. An empty one is a mistake, as of a variable that is not set: to
// overlook it could select or trust more than was meant.
func list(values *[]string, read func(string) (string, error)) flag.Value {
	return value{func() string { return strings.Join(*values, ",") }, func(text string) error {
		for part := range strings.SplitSeq(text, ",") {
			part = strings.TrimSpace(part)
			if part == "" {
				return errors.New("a value is empty: is a variable not set?")
			}
			v, err := read(part)
			if err != nil {
				return err
			}
			if !slices.Contains(*values, v) {
				*values = append(*values, v)
			}
		}
		return nil
	}}
}

// Number is the value of a flag that takes a number from least to most.
func Number(n *int, least, most int) flag.Value {
	return value{func() string { return strconv.Itoa(*n) }, func(text string) error {
		v, err := strconv.Atoi(text)
		if err != nil || v < least || v > most {
			return fmt.Errorf("give a number from %d to %d", least, most)
		}
		*n = v
		return nil
	}}
}

// Duration is the value of a flag that takes a duration from least to most, such as 3d, 2w, 36h
// or 1d12h.
func Duration(d *time.Duration, least, most time.Duration) flag.Value {
	return value{func() string { return FormatDuration(*d) }, func(text string) error {
		v, err := parseDuration(text)
		if err != nil {
			return err
		}
		switch {
		case v < least && most == math.MaxInt64:
			return fmt.Errorf("give at least %s", FormatDuration(least))
		case v < least || v > most:
			return fmt.Errorf("give a duration from %s to %s", FormatDuration(least), FormatDuration(most))
		}
		*d = v
		return nil
	}}
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

// DidYouMean returns what an error about an unknown word adds: the known word that is nearest,
// with the text before in front of it, or "" if none is near.
func DidYouMean(before, word string, known []string) string {
	for edits := range 1 + min(3, max(1, len(word)/3)) {
		for _, k := range known {
			if isNear(strings.ToLower(word), strings.ToLower(k), edits) {
				return " (did you mean " + before + k + "?)"
			}
		}
	}
	return ""
}

// isNear reports whether so many edits make b of a: each inserts, removes or changes a byte, or
// swaps two. It takes 4 to the power of edits steps at most.
func isNear(a, b string, edits int) bool {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	switch {
	case a == "" || b == "":
		return len(a)+len(b) <= edits
	case edits == 0:
		return false
	case len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && isNear(a[2:], b[2:], edits-1):
		return true
	}
	return isNear(a[1:], b[1:], edits-1) || isNear(a[1:], b, edits-1) || isNear(a, b[1:], edits-1)
}
