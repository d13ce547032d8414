# An elision parts in French and not in English: a phrase with one is found in articles of either, whatever most of the archive is.
mkdir news
printf '{"title":"Growth in Côte d’Ivoire","body":"Cocoa exports rose, officials in Abidjan said on Monday.","lang":"en"}' >news/en.json
printf '{"title":"Second English article","body":"The archive is mostly in English.","lang":"en"}' >news/en2.json
printf '{"title":"Élection en Côte d’Ivoire","body":"Les électeurs votent dimanche, selon l’opposition.","lang":"fr"}' >news/fr.json
newsindex update -q news
newssearch -f paths '"Côte d’Ivoire"' | sort
newssearch -f paths "\"cote d'ivoire\" election"
newssearch -f paths opposition
newssearch -f paths "l'opposition"
