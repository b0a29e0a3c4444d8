/* Handles: small integers in pointers' clothing, and those with a fixed value (MPI 5.0's standard ABI). */

typedef struct crossmem_comm *MPI_Comm;
typedef struct crossmem_group *MPI_Group;
typedef struct crossmem_win *MPI_Win;
typedef struct crossmem_file *MPI_File;
typedef struct crossmem_session *MPI_Session;
typedef struct crossmem_message *MPI_Message;
typedef struct crossmem_info *MPI_Info;
typedef struct crossmem_errhandler *MPI_Errhandler;
typedef struct crossmem_request *MPI_Request;
typedef struct crossmem_datatype *MPI_Datatype;
typedef struct crossmem_op *MPI_Op;

#define MPI_COMM_NULL            ((MPI_Comm)0x100)
#define MPI_COMM_WORLD           ((MPI_Comm)0x101)
#define MPI_COMM_SELF            ((MPI_Comm)0x102)

#define MPI_GROUP_NULL           ((MPI_Group)0x108)
#define MPI_GROUP_EMPTY          ((MPI_Group)0x109)

#define MPI_WIN_NULL             ((MPI_Win)0x110)

#define MPI_FILE_NULL            ((MPI_File)0x118)

#define MPI_SESSION_NULL         ((MPI_Session)0x120)

#define MPI_MESSAGE_NULL         ((MPI_Message)0x128)
#define MPI_MESSAGE_NO_PROC      ((MPI_Message)0x129)

#define MPI_INFO_NULL            ((MPI_Info)0x130)
#define MPI_INFO_ENV             ((MPI_Info)0x131)

#define MPI_ERRHANDLER_NULL      ((MPI_Errhandler)0x140)
#define MPI_ERRORS_ARE_FATAL     ((MPI_Errhandler)0x141)
#define MPI_ERRORS_ABORT         ((MPI_Errhandler)0x142)
#define MPI_ERRORS_RETURN        ((MPI_Errhandler)0x143)

#define MPI_REQUEST_NULL         ((MPI_Request)0x180)

/* Operations of reductions. */
#define MPI_OP_NULL              ((MPI_Op)0x20)
#define MPI_SUM                  ((MPI_Op)0x21)
#define MPI_MIN                  ((MPI_Op)0x22)
#define MPI_MAX                  ((MPI_Op)0x23)
#define MPI_PROD                 ((MPI_Op)0x24)
#define MPI_BAND                 ((MPI_Op)0x28)
#define MPI_BOR                  ((MPI_Op)0x29)
#define MPI_BXOR                 ((MPI_Op)0x2a)
#define MPI_LAND                 ((MPI_Op)0x30)
#define MPI_LOR                  ((MPI_Op)0x31)
#define MPI_LXOR                 ((MPI_Op)0x32)
#define MPI_MINLOC               ((MPI_Op)0x38)
#define MPI_MAXLOC               ((MPI_Op)0x39)
#define MPI_REPLACE              ((MPI_Op)0x3c)
#define MPI_NO_OP                ((MPI_Op)0x3d)
