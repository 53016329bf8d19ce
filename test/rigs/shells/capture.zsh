# capture.zsh SCRIPT LINE FILE: what zsh proposes for LINE with the completion SCRIPT, one a line, into FILE; then a line "end".
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; COLUMNS=200; LISTMAX=10000; autoload -Uz compinit; compinit -u -D; source ${(q)1}"
zpty -w shell 'compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a proposed
  builtin compadd -O proposed "$@"
  print -rl -- $proposed >> '${(q)3}'
  builtin compadd "$@"
}
capture() { _main_complete; print end >> '${(q)3}' }
zle -C capture complete-word capture
bindkey "^I" capture
print ready > '${(q)3}.ready
while [[ ! -e $3.ready ]]; do zselect -t 5 2> /dev/null || sleep 0.05; done
zpty -w -n shell "$2"$'\t'
while ! grep -qx end $3 2> /dev/null; do sleep 0.05; done
zpty -d shell
