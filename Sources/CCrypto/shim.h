// What Cryptography calls of OpenSSL's libcrypto: digests, HMAC, ciphers and signatures by EVP.
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
