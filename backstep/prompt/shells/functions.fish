# Each of these prints what the word under the cursor may become, a line for each.

function _backstep_ending_file # the endings of files
  for each in (__fish_complete_path (commandline -ct))
    set -l path (string split -m1 \t -- $each)[1]
    for ending in $argv /
      string match -q -- "*$ending" $path; and echo $path; and break
    end
  end
end

function _backstep_named_file # shipped sessions, and those in the data folder
  string split ' ' '@NAMES@'
  test -n (commandline -ct)''; or return 0
  for each in "@FOLDER@"/*.jsonl
    string replace -r '.*/(.*)\.jsonl$' '$1' -- $each
  end
end

function _backstep_session_file
  _backstep_named_file
  _backstep_ending_file .jsonl
end

function _backstep_program_file
  _backstep_ending_file .py .md .markdown
end

function _backstep_either_file
  _backstep_named_file
  _backstep_ending_file .jsonl .py .md .markdown
end

function _backstep_out_file # the name that is begun, with each ending of an export
  set -l word (commandline -ct)
  set -l stem (string replace -r '\.[^./]*$' '' -- $word)
  if string match -q -r '[^/]$' -- $word
    for ending in @ENDINGS@
      echo $stem$ending
    end
  end
  __fish_complete_directories
end

function _backstep_picture_file
  _backstep_ending_file .svg
end

function _backstep_kept_file
  _backstep_ending_file .jsonl
end

function _backstep_loop
  string split ' ' '@LOOPS@'
end

function _backstep_two_loops # NAME,NAME
  set -l before (string match -r '.*,' -- (commandline -ct))
  for each in @LOOPS@
    echo "$before$each"
  end
end

function _backstep_lesson
  string split ' ' '@LESSONS@'
end

function _backstep_ending
  string split ' ' '@PLAIN_ENDINGS@'
end

function _backstep_language
  string split ' ' '@LANGUAGES@'
end

function _backstep_size
  string split ' ' '@SIZES@'
end

function _backstep_topic
  string split ' ' '@TOPICS@'
end

function _backstep_nothing
end
