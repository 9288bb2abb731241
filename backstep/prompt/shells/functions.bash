# Each of these prints what a word may become, a line for each; compgen quotes nothing.

_backstep_ending_file() { # a word, then the endings of files
  local word=$1 ending
  shift
  for ending; do compgen -f -X "!*$ending" -- "$word"; done
  compgen -d -- "$word"
}

_backstep_own_names() { # sessions in the data folder
  local each
  for each in "@FOLDER@"/*.jsonl; do
    each=${each##*/}
    [[ $each != "*.jsonl" && $each == "$1"* ]] && printf '%s\n' "${each%.jsonl}"
  done
}

_backstep_named_file() {
  compgen -W "@NAMES@" -- "$1"
  [[ -n $1 ]] && _backstep_own_names "$1"
}

_backstep_session_file() {
  _backstep_named_file "$1"
  _backstep_ending_file "$1" .jsonl
}

_backstep_program_file() { _backstep_ending_file "$1" .py .md .markdown; }

_backstep_either_file() {
  _backstep_named_file "$1"
  _backstep_ending_file "$1" .jsonl .py .md .markdown
}

_backstep_out_file() { # the name that is begun, with each ending of an export
  local name=${1##*/} stem=$1 ending
  [[ $name == *.* ]] && stem=${1%.*}
  for ending in @ENDINGS@; do
    [[ -n $name && $stem$ending == "$1"* ]] && printf '%s\n' "$stem$ending"
  done
  compgen -d -- "$1"
}

_backstep_picture_file() { _backstep_ending_file "$1" .svg; }

_backstep_kept_file() { _backstep_ending_file "$1" .jsonl; }

_backstep_loop() { compgen -W "@LOOPS@" -- "$1"; }

_backstep_two_loops() { # NAME,NAME
  local before=
  [[ $1 == *,* ]] && before=${1%,*},
  compgen -P "$before" -W "@LOOPS@" -- "${1##*,}"
}

_backstep_lesson() { compgen -W "@LESSONS@" -- "$1"; }

_backstep_ending() { compgen -W "@PLAIN_ENDINGS@" -- "$1"; }

_backstep_language() { compgen -W "@LANGUAGES@" -- "$1"; }

_backstep_size() { compgen -W "@SIZES@" -- "$1"; }

_backstep_topic() { compgen -W "@TOPICS@" -- "$1"; }

_backstep_nothing() { :; }
