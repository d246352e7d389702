# The command for people, /opt/<NAME>/pulumi-systemd, and the agent that it goes by: kept beside it, below a name that says
# what is in it, so that command and agent change by one rename.

# lay_command
lay_command() {
	local id kept
	id=$(agent_id "$HERE")
	kept=$AGENTS/$id
	mkdir -p "$INCOMING" && command_text "$kept" >"$INCOMING/command" && point command-written &&
		{ [ "$(agent_id "$kept")" = "$id" ] || keep_agent "$kept"; } || return 1
	cmp -s "$INCOMING/command" "$COMMAND" && return
	chmod 0755 "$INCOMING/command" && sync "$INCOMING/command" && mv -fT "$INCOMING/command" "$COMMAND" && sync "$SERVICE_DIR"
}

# cannot_lay_command: no reason to call a deployment failed that is none
cannot_lay_command() {
	say notice "$COMMAND could not be written; the disk may be full"
}

# agent_id DIRECTORY → prints a name for the program in it
agent_id() {
	local sum
	sum=$( (cd "$1" 2>/dev/null && sha256sum ./*.sh ./*/*.sh) | sha256sum)
	printf '%.16s' "$sum"
}

# command_text AGENT
command_text() {
	echo "#!/bin/sh"
	echo "# $UNIT: what runs, what happened, and the way back, without Pulumi. Written anew by deployments."
	echo "exec /bin/sh '$1/byHand/main.sh' '$NAME' '$UNIT' \"\$@\""
}

keep_agent() {
	local new=$INCOMING/agent
	rm -rf "$new" "$1"
	mkdir -p "$AGENTS" && chmod 0755 "$AGENTS" && cp -R "$HERE" "$new" && chmod -R u=rwX,go=rX "$new" &&
		sync -f "$new" && point agent-copied && mv -T "$new" "$1" && sync "$AGENTS" && point agent-kept
}

# prune_agents: the command names the only one that is needed
prune_agents() {
	local kept
	for kept in "$AGENTS"/*; do
		grep -qF "$kept/" "$COMMAND" 2>/dev/null || rm -rf "$kept"
	done
}
