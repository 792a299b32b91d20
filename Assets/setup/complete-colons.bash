
# Bash ends a word at each colon, and the names of models have some, as in ollama:smollm2. The parts are put
# together before the program is asked, and what stands on the line already is cut off of what it offers. Such
# names are no paths, though they hold slashes. And what explores a text has no command's name: it is put in.
_surprisal_with_colons() {
    local -a words=()
    local -i current=0 index
    local rest="${COMP_LINE}" joins=false word
    for index in "${!COMP_WORDS[@]}"; do
        word="${COMP_WORDS[index]}"
        if [[ "${joins}" == true && "${rest}" == "${word}"* && ("${word}" == :* || "${words[-1]}" == *:) ]]; then
            words[-1]+="${word}"
        else
            rest="${rest#"${rest%%[![:space:]]*}"}"
            words+=("${word}")
        fi
        rest="${rest#"${word}"}"
        joins=true
        ((index == COMP_CWORD)) && current=$((${#words[@]} - 1))
    done
    if ((current > 1)) && [[ "${words[1]}" == [-\"\']* ]]; then
        words=("${words[0]}" explore "${words[@]:1}")
        current+=1
    fi
    local -a COMP_WORDS=("${words[@]}")
    local -i COMP_CWORD=current
    local cur="${words[current]}" before=''
    ((current > 0)) && before="${words[current - 1]}"
    _surprisal "${1}" "${cur}" "${before}"
    if [[ "${cur}${COMPREPLY[*]}" == *:* ]]; then
        compopt +o filenames 2>/dev/null
        [[ "${#COMPREPLY[@]}" == 1 && "${COMPREPLY[0]}" == *[:/] ]] && compopt -o nospace 2>/dev/null
    fi
    [[ "${cur}" == *:* && "${COMP_WORDBREAKS}" == *:* ]] && COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*:}"}"}")
}

complete -o filenames -F _surprisal_with_colons surprisal
