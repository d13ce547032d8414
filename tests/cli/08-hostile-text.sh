# Escapes in an article's text do not reach the terminal, nor do they break JSON.
printf 'Red \033[31malert\n\nThe body has \033]0;title\007 escapes, a \302\233 and a \342\200\256 override.\n' >evil.txt
newsindex update -q evil.txt
newssearch alert | od -c | grep -c '033'
newssearch -f json alert | od -c | grep -c '033'
newssearch --show evil.txt | od -c | grep -c '033'
newssearch escapes
