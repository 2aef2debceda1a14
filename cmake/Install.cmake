# DIR/bin/workmux and DIR/libexec/workmux/workmux-guest: the host program finds the guest relative to itself.
install(TARGETS workmux RUNTIME DESTINATION bin)
install(TARGETS workmux-guest RUNTIME DESTINATION libexec/workmux)
