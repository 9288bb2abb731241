_backstep_own_names() { # sessions in the data folder
  local -a own=("@FOLDER@"/*.jsonl(N:t:r))
  compadd -a own
}

_backstep_named_file() {
  compadd @NAMES@
  [[ -n $PREFIX ]] && _backstep_own_names
}

_backstep_session_file() {
  _backstep_named_file
  _files -g '*.jsonl'
}

_backstep_program_file() { _files -g '*.(py|md|markdown)' }

_backstep_either_file() {
  _backstep_named_file
  _files -g '*.(jsonl|py|md|markdown)'
}

_backstep_out_file() { # the name that is begun, with each ending of an export
  local name=${PREFIX:t} stem=$PREFIX
  [[ $name == *.* ]] && stem=${PREFIX%.*}
  [[ -n $name ]] && compadd -- ${stem}${^=:-@ENDINGS@}
  _files -/
}

_backstep_picture_file() { _files -g '*.svg' }

_backstep_kept_file() { _files -g '*.jsonl' }

_backstep_loop() { compadd @LOOPS@ }

_backstep_two_loops() { # NAME,NAME
  compset -P '*,'
  compadd @LOOPS@
}

_backstep_lesson() { compadd -V lessons @LESSONS@ }

_backstep_ending() { compadd @PLAIN_ENDINGS@ }

_backstep_language() { compadd @LANGUAGES@ }

_backstep_size() { compadd @SIZES@ }

_backstep_topic() { compadd @TOPICS@ }

_backstep_nothing() { : }
