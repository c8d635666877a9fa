"""Of allauth's addresses only these exist; its names for them are kept, because its own code looks for them."""

from django.urls import path

from minim.web.access import form_page
from minim.web.account import views

# allauth redirects before it looks at the method; whoever asks in a way we do not know should hear so first.
sign_in = form_page(views.SignIn.as_view())

urlpatterns = [
    path("", views.show, name="account"),
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/", sign_in, name="account_request_login_code"),
    path("sign-in/code/", form_page(views.EnterCode.as_view()), name="account_confirm_login_code"),
    path("sign-in/again/", views.start_over, name="account_start_over"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("sign-out/everywhere/", views.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("sessions/<str:key>/end/", views.end_session, name="account_end_session"),
]
