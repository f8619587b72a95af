package cli

import (
	"errors"
	"flag"
	"fmt"
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
		switch {
		case err != nil:
			return err
		case v < least:
			return fmt.Errorf("give at least %s", FormatDuration(least))
		case v > most:
			return fmt.Errorf("give at most %s", FormatDuration(most))
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
	return "", fmt.Errorf("there is no %q; use %s", text, strings.Join(known, ", "))
}
