// Package browsertest drives Chromium as a user would, for tests of what Usher serves: elements are found by their role and their
// name, as a screen reader finds them, clicked where they are seen and typed into key by key.
//
// It owns the start and the end of the browser, profiles that share nothing, tabs, waiting for what shall come, and a watch over
// every tab. It refuses what a strict page never does: a violation of its own policy, an error in its console, a script that
// throws, a file that is missing, a request to another origin or another machine, and whatever axe-core holds for serious or
// critical. Each of these fails the test, at its end if not before, and leaves a picture and the accessibility tree behind.
//
// It knows nothing of Usher: the words of its pages belong to the tests. Tests call it, in any package. Nothing else may.
package browsertest
