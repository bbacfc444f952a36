// Package webapp serves the built single-page app of examples/spa-apollo below /app, so that local
// mode shows the whole flow in a browser without a package manager.
//
// It owns the answers below /app: the app's page for each address that the app routes itself, its
// files, /app/settings.json, which tells the app what this server is set to, and the policy that
// lets it load and ask its own server alone. It refuses to know what the app does, and every
// address that is neither a file of the build nor one that the app could route. The build is handed
// in; a name that is not in it cannot be reached, whatever the path spells.
//
// Files go out as they are: local mode is served to this machine, where packing costs more than it
// saves.
//
// internal/deployment mounts Handler in local mode, where USHER_PLAYGROUND is on.
package webapp
