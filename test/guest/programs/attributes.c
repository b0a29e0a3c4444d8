/* Attributes, info objects, names, and error codes. For 2 ranks. */
#include "cases.h"

static int key, told_copies, told_deletes, last_deleted, refuses;
static MPI_Comm expected;

static int copy(MPI_Comm comm, int keyval, void *extra, void *value, void *result, int *flag) {
  CHECK(comm == expected && keyval == key && extra == &told_copies);
  told_copies++;
  if (refuses) return MPI_ERR_ARG;
  *(void **)result = (char *)value + 1;
  *flag = (int)(MPI_Aint)value < 100;
  return MPI_SUCCESS;
}

static int delete(MPI_Comm comm, int keyval, void *value, void *extra) {
  CHECK(comm == expected && extra == &told_copies);
  (void)keyval;
  if (refuses) return MPI_ERR_ARG;
  told_deletes++;
  last_deleted = (int)(MPI_Aint)value;
  return MPI_SUCCESS;
}

static void test_attributes(void) {
  MPI_Comm comm, twin;
  void *value;
  int flag, dup_key, saved;
  OK(MPI_Comm_dup(MPI_COMM_WORLD, &comm));
  expected = comm;
  OK(MPI_Comm_create_keyval(copy, delete, &key, &told_copies));
  OK(MPI_Comm_create_keyval(MPI_COMM_DUP_FN, MPI_COMM_NULL_DELETE_FN, &dup_key, NULL));
  OK(MPI_Comm_get_attr(comm, key, &value, &flag));
  CHECK(!flag);
  OK(MPI_Comm_set_attr(comm, key, (void *)5));
  OK(MPI_Comm_get_attr(comm, key, &value, &flag));
  CHECK(flag && value == (void *)5);
  OK(MPI_Comm_dup(comm, &twin));
  CHECK(told_copies == 1);
  OK(MPI_Comm_get_attr(twin, key, &value, &flag));
  CHECK(flag && value == (void *)6);
  passed("MPI_Comm_dup asks the copy function");

  OK(MPI_Comm_set_attr(comm, key, (void *)100));
  CHECK(told_deletes == 1 && last_deleted == 5);
  expected = twin;
  OK(MPI_Comm_free(&twin));
  CHECK(told_deletes == 2 && last_deleted == 6);
  expected = comm;
  OK(MPI_Comm_dup(comm, &twin));
  OK(MPI_Comm_get_attr(twin, key, &value, &flag));
  CHECK(!flag);
  OK(MPI_Comm_free(&twin));
  passed("the delete function is told of what is replaced, and of what goes with a communicator");

  refuses = 1;
  FAILS(MPI_ERR_ARG, MPI_Comm_set_attr(comm, key, (void *)1));
  FAILS(MPI_ERR_ARG, MPI_Comm_delete_attr(comm, key));
  FAILS(MPI_ERR_ARG, MPI_Comm_dup(comm, &twin));
  CHECK(twin == MPI_COMM_NULL);
  FAILS(MPI_ERR_ARG, MPI_Comm_free(&comm));
  OK(MPI_Comm_get_attr(comm, key, &value, &flag));
  CHECK(flag && value == (void *)100);
  refuses = 0;
  passed("what a function refuses stays as it is");

  saved = key;
  OK(MPI_Comm_free_keyval(&key));
  CHECK(key == MPI_KEYVAL_INVALID);
  key = saved;
  OK(MPI_Comm_delete_attr(comm, saved));
  CHECK(last_deleted == 100);
  FAILS(MPI_ERR_KEYVAL, MPI_Comm_get_attr(comm, saved, &value, &flag));
  OK(MPI_Comm_free_keyval(&dup_key));
  OK(MPI_Comm_free(&comm));
  FAILS(MPI_ERR_KEYVAL, MPI_Comm_set_attr(MPI_COMM_WORLD, 12345, NULL));
  passed("a keyval that was freed lasts as long as its attributes");
}

static void test_predefined(void) {
  int *value, flag, key, class;
  OK(MPI_Comm_get_attr(MPI_COMM_WORLD, MPI_TAG_UB, &value, &flag));
  CHECK(flag && *value >= 32767);
  OK(MPI_Comm_get_attr(MPI_COMM_WORLD, MPI_UNIVERSE_SIZE, &value, &flag));
  CHECK(flag && *value == size);
  OK(MPI_Comm_get_attr(MPI_COMM_WORLD, MPI_HOST, &value, &flag));
  CHECK(flag && *value == MPI_PROC_NULL);
  OK(MPI_Comm_get_attr(MPI_COMM_WORLD, MPI_LASTUSEDCODE, &value, &flag));
  CHECK(flag && *value >= MPI_ERR_LASTCODE);
  OK(MPI_Add_error_class(&class));
  OK(MPI_Comm_get_attr(MPI_COMM_WORLD, MPI_LASTUSEDCODE, &value, &flag));
  CHECK(*value == class);
  key = MPI_TAG_UB;
  FAILS(MPI_ERR_KEYVAL, MPI_Comm_set_attr(MPI_COMM_WORLD, key, NULL));
  FAILS(MPI_ERR_KEYVAL, MPI_Comm_delete_attr(MPI_COMM_WORLD, key));
  passed("predefined attributes are there, and stay");
}

static void test_info(void) {
  MPI_Info info, other;
  char text[MPI_MAX_INFO_VAL], long_key[MPI_MAX_INFO_KEY + 1];
  int count, flag, length;
  OK(MPI_Info_create(&info));
  OK(MPI_Info_set(info, "first", "one"));
  OK(MPI_Info_set(info, "second", "two"));
  OK(MPI_Info_set(info, "first", "another"));
  OK(MPI_Info_get_nkeys(info, &count));
  CHECK(count == 2);
  OK(MPI_Info_get_nthkey(info, 1, text));
  CHECK(strcmp(text, "second") == 0);
  OK(MPI_Info_dup(info, &other));
  OK(MPI_Info_delete(info, "first"));
  FAILS(MPI_ERR_INFO_NOKEY, MPI_Info_delete(info, "first"));
  OK(MPI_Info_get(other, "first", 3, text, &flag));
  CHECK(flag && strcmp(text, "ano") == 0);
  length = 0;
  OK(MPI_Info_get_string(other, "first", &length, NULL, &flag));
  CHECK(flag && length == 8);
  OK(MPI_Info_get_string(other, "first", &length, text, &flag));
  CHECK(flag && strcmp(text, "another") == 0);
  OK(MPI_Info_get_valuelen(other, "none", &length, &flag));
  CHECK(!flag);
  memset(long_key, 'k', MPI_MAX_INFO_KEY);
  long_key[MPI_MAX_INFO_KEY] = 0;
  FAILS(MPI_ERR_INFO_KEY, MPI_Info_set(info, long_key, "value"));
  FAILS(MPI_ERR_ARG, MPI_Info_get_nthkey(info, 1, text));
  OK(MPI_Info_free(&info));
  CHECK(info == MPI_INFO_NULL);
  FAILS(MPI_ERR_INFO, MPI_Info_get_nkeys(info, &count));
  OK(MPI_Info_free(&other));
  OK(MPI_Info_get(MPI_INFO_ENV, "arch", sizeof text - 1, text, &flag));
  CHECK(flag && strcmp(text, "wasm32") == 0);
  passed("info objects keep what is set");
}

static void test_names(void) {
  char name[MPI_MAX_OBJECT_NAME];
  int length;
  MPI_Comm comm;
  OK(MPI_Comm_get_name(MPI_COMM_WORLD, name, &length));
  CHECK(strcmp(name, "MPI_COMM_WORLD") == 0 && length == 14);
  OK(MPI_Comm_dup(MPI_COMM_WORLD, &comm));
  OK(MPI_Comm_get_name(comm, name, &length));
  CHECK(length == 0 && name[0] == 0);
  OK(MPI_Comm_set_name(comm, "mine"));
  OK(MPI_Comm_get_name(comm, name, &length));
  CHECK(strcmp(name, "mine") == 0);
  OK(MPI_Comm_free(&comm));
  passed("communicators have names");
}

static void test_codes(void) {
  int class, code, found, length;
  char text[MPI_MAX_ERROR_STRING];
  OK(MPI_Add_error_class(&class));
  OK(MPI_Add_error_code(class, &code));
  OK(MPI_Add_error_string(code, "it diverges"));
  OK(MPI_Error_class(code, &found));
  CHECK(found == class);
  OK(MPI_Error_string(code, text, &length));
  CHECK(strcmp(text, "it diverges") == 0 && length == 11);
  OK(MPI_Error_string(MPI_ERR_TRUNCATE, text, &length));
  CHECK(strstr(text, "MPI_ERR_TRUNCATE") != NULL);
  CHECK(MPI_Remove_error_class(class) != MPI_SUCCESS);
  OK(MPI_Remove_error_code(code));
  OK(MPI_Remove_error_class(class));
  CHECK(MPI_Error_class(code, &found) != MPI_SUCCESS);
  passed("error codes can be added, and removed");
}

static int at_end(MPI_Comm comm, int keyval, void *value, void *extra) {
  int finalized;
  (void)keyval, (void)extra;
  MPI_Finalized(&finalized);
  if (comm == MPI_COMM_SELF && !finalized && rank == 0) printf("at the end: %d\n", (int)(MPI_Aint)value);
  return MPI_SUCCESS;
}

int main(int argc, char **argv) {
  int keys[2];
  begin(&argc, &argv);
  test_attributes();
  test_predefined();
  test_info();
  test_names();
  test_codes();
  for (int i = 0; i < 2; i++) {
    OK(MPI_Comm_create_keyval(MPI_COMM_NULL_COPY_FN, at_end, &keys[i], NULL));
    OK(MPI_Comm_set_attr(MPI_COMM_SELF, keys[i], (void *)(MPI_Aint)i));
  }
  end();
  MPI_Finalize();
  return 0;
}
