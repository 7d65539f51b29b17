// What Cryptography calls of OpenSSL's libcrypto: digests, HMAC and ciphers by EVP.
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
