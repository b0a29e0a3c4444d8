/**
 * The names of all functions that `mpi.h` declares: MPI 4.1, and what MPI 5.0 added for its ABI. Whatever of these the
 * library does not have can still be linked, and ends the program only if it is called. A test compares them with the header.
 */

// With a variant for large counts, named with _c behind.
const counted = `
  Accumulate Allgather Allgather_init Allgatherv Allgatherv_init Allreduce Allreduce_init Alltoall Alltoall_init
  Alltoallv Alltoallv_init Alltoallw Alltoallw_init Bcast Bcast_init Bsend Bsend_init Buffer_attach
  Buffer_detach Comm_attach_buffer Comm_detach_buffer Exscan Exscan_init File_get_type_extent File_iread
  File_iread_all File_iread_at File_iread_at_all File_iread_shared File_iwrite File_iwrite_all File_iwrite_at
  File_iwrite_at_all File_iwrite_shared File_read File_read_all File_read_all_begin File_read_at
  File_read_at_all File_read_at_all_begin File_read_ordered File_read_ordered_begin File_read_shared File_write
  File_write_all File_write_all_begin File_write_at File_write_at_all File_write_at_all_begin File_write_ordered
  File_write_ordered_begin File_write_shared Gather Gather_init Gatherv Gatherv_init Get Get_accumulate
  Get_count Get_elements Iallgather Iallgatherv Iallreduce Ialltoall Ialltoallv Ialltoallw Ibcast Ibsend Iexscan
  Igather Igatherv Imrecv Ineighbor_allgather Ineighbor_allgatherv Ineighbor_alltoall Ineighbor_alltoallv
  Ineighbor_alltoallw Irecv Ireduce Ireduce_scatter Ireduce_scatter_block Irsend Iscan Iscatter Iscatterv Isend
  Isendrecv Isendrecv_replace Issend Mrecv Neighbor_allgather Neighbor_allgather_init Neighbor_allgatherv
  Neighbor_allgatherv_init Neighbor_alltoall Neighbor_alltoall_init Neighbor_alltoallv Neighbor_alltoallv_init
  Neighbor_alltoallw Neighbor_alltoallw_init Op_create Pack Pack_external Pack_external_size Pack_size
  Precv_init Psend_init Put Raccumulate Recv Recv_init Reduce Reduce_init Reduce_local Reduce_scatter
  Reduce_scatter_block Reduce_scatter_block_init Reduce_scatter_init Register_datarep Rget Rget_accumulate Rput
  Rsend Rsend_init Scan Scan_init Scatter Scatter_init Scatterv Scatterv_init Send Send_init Sendrecv
  Sendrecv_replace Session_attach_buffer Session_detach_buffer Ssend Ssend_init Status_set_elements
  Type_contiguous Type_create_darray Type_create_hindexed Type_create_hindexed_block Type_create_hvector
  Type_create_indexed_block Type_create_resized Type_create_struct Type_create_subarray Type_get_contents
  Type_get_envelope Type_get_extent Type_get_true_extent Type_indexed Type_size Type_vector Unpack
  Unpack_external Win_allocate Win_allocate_shared Win_create Win_shared_query
`

const plain = `
  Abort Add_error_class Add_error_code Add_error_string Aint_add Aint_diff Alloc_mem Attr_delete Attr_get
  Attr_put Barrier Barrier_init Buffer_flush Buffer_iflush Cancel Cart_coords Cart_create Cart_get Cart_map
  Cart_rank Cart_shift Cart_sub Cartdim_get Close_port Comm_accept Comm_c2f Comm_call_errhandler Comm_compare
  Comm_connect Comm_create Comm_create_errhandler Comm_create_from_group Comm_create_group Comm_create_keyval
  Comm_delete_attr Comm_disconnect Comm_dup Comm_dup_with_info Comm_f2c Comm_flush_buffer Comm_free
  Comm_free_keyval Comm_get_attr Comm_get_errhandler Comm_get_info Comm_get_name Comm_get_parent Comm_group
  Comm_idup Comm_idup_with_info Comm_iflush_buffer Comm_join Comm_rank Comm_remote_group Comm_remote_size
  Comm_set_attr Comm_set_errhandler Comm_set_info Comm_set_name Comm_size Comm_spawn Comm_spawn_multiple
  Comm_split Comm_split_type Comm_test_inter Compare_and_swap Dims_create Dist_graph_create
  Dist_graph_create_adjacent Dist_graph_neighbors Dist_graph_neighbors_count Errhandler_c2f Errhandler_f2c
  Errhandler_free Error_class Error_string Fetch_and_op File_c2f File_call_errhandler File_close
  File_create_errhandler File_delete File_f2c File_get_amode File_get_atomicity File_get_byte_offset
  File_get_errhandler File_get_group File_get_info File_get_position File_get_position_shared File_get_size
  File_get_view File_open File_preallocate File_read_all_end File_read_at_all_end File_read_ordered_end
  File_seek File_seek_shared File_set_atomicity File_set_errhandler File_set_info File_set_size File_set_view
  File_sync File_write_all_end File_write_at_all_end File_write_ordered_end Finalize Finalized Free_mem
  Get_address Get_elements_x Get_hw_resource_info Get_library_version Get_processor_name Get_version
  Graph_create Graph_get Graph_map Graph_neighbors Graph_neighbors_count Graphdims_get Grequest_complete
  Grequest_start Group_c2f Group_compare Group_difference Group_excl Group_f2c Group_free
  Group_from_session_pset Group_incl Group_intersection Group_range_excl Group_range_incl Group_rank Group_size
  Group_translate_ranks Group_union Ibarrier Improbe Info_c2f Info_create Info_create_env Info_delete Info_dup
  Info_f2c Info_free Info_get Info_get_nkeys Info_get_nthkey Info_get_string Info_get_valuelen Info_set Init
  Init_thread Initialized Intercomm_create Intercomm_create_from_groups Intercomm_merge Iprobe Is_thread_main
  Keyval_create Keyval_free Lookup_name Message_c2f Message_f2c Mprobe Op_c2f Op_commutative Op_f2c Op_free
  Open_port Parrived Pcontrol Pready Pready_list Pready_range Probe Publish_name Query_thread Remove_error_class
  Remove_error_code Remove_error_string Request_c2f Request_f2c Request_free Request_get_status
  Request_get_status_all Request_get_status_any Request_get_status_some Session_c2f Session_call_errhandler
  Session_create_errhandler Session_f2c Session_finalize Session_flush_buffer Session_get_errhandler
  Session_get_info Session_get_nth_pset Session_get_num_psets Session_get_pset_info Session_iflush_buffer
  Session_init Session_set_errhandler Start Startall Status_c2f Status_c2f08 Status_f082c Status_f082f
  Status_f2c Status_f2f08 Status_get_error Status_get_source Status_get_tag Status_set_cancelled
  Status_set_elements_x Status_set_error Status_set_source Status_set_tag Test Test_cancelled Testall Testany
  Testsome Topo_test Type_c2f Type_commit Type_create_f90_complex Type_create_f90_integer Type_create_f90_real
  Type_create_keyval Type_delete_attr Type_dup Type_f2c Type_free Type_free_keyval Type_get_attr
  Type_get_extent_x Type_get_name Type_get_true_extent_x Type_get_value_index Type_match_size Type_set_attr
  Type_set_name Type_size_x Unpublish_name Wait Waitall Waitany Waitsome Win_attach Win_c2f Win_call_errhandler
  Win_complete Win_create_dynamic Win_create_errhandler Win_create_keyval Win_delete_attr Win_detach Win_f2c
  Win_fence Win_flush Win_flush_all Win_flush_local Win_flush_local_all Win_free Win_free_keyval Win_get_attr
  Win_get_errhandler Win_get_group Win_get_info Win_get_name Win_lock Win_lock_all Win_post Win_set_attr
  Win_set_errhandler Win_set_info Win_set_name Win_start Win_sync Win_test Win_unlock Win_unlock_all Win_wait
  Wtick Wtime
`

const tools = `
  category_changed category_get_categories category_get_cvars category_get_events category_get_index
  category_get_info category_get_num category_get_num_events category_get_pvars cvar_get_index cvar_get_info
  cvar_get_num cvar_handle_alloc cvar_handle_free cvar_read cvar_write enum_get_info enum_get_item
  event_callback_get_info event_callback_set_info event_copy event_get_index event_get_info event_get_num
  event_get_source event_get_timestamp event_handle_alloc event_handle_free event_handle_get_info
  event_handle_set_info event_read event_register_callback event_set_dropped_handler finalize init_thread
  pvar_get_index pvar_get_info pvar_get_num pvar_handle_alloc pvar_handle_free pvar_read pvar_readreset
  pvar_reset pvar_session_create pvar_session_free pvar_start pvar_stop pvar_write source_get_info
  source_get_num source_get_timestamp
`

const abi = `
  Abi_get_fortran_booleans Abi_get_fortran_info Abi_get_info Abi_get_version Abi_set_fortran_booleans
  Abi_set_fortran_info Comm_fromint Comm_toint Errhandler_fromint Errhandler_toint File_fromint File_toint
  Group_fromint Group_toint Info_fromint Info_toint Message_fromint Message_toint Op_fromint Op_toint
  Request_fromint Request_toint Session_fromint Session_toint Type_fromint Type_toint Win_fromint Win_toint
`

// Of MPI-1, taken out by MPI-3.0; old programs still call them.
const removed = `
  Address Errhandler_create Errhandler_get Errhandler_set Type_extent Type_hindexed Type_hvector Type_lb
  Type_struct Type_ub
`

function words(text: string, before = '', behind = ''): string[] {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => `MPI_${before}${word}${behind}`)
}

export const functionNames: readonly string[] = [
  ...words(counted),
  ...words(counted, '', '_c'),
  ...words(plain),
  ...words(tools, 'T_'),
  ...words(abi),
  ...words(removed),
]
